import type { computerChannels } from "../../contract/channels/computers.ts";
import type { ChannelName } from "../../contract/channels/names.ts";
import type { Parsed } from "../../contract/channels/table.ts";
import { parseReference } from "../../contract/computer/far-machine.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Far } from "../../services/compose/far.ts";
import type { ComputersService } from "../../services/computer/computers.ts";
import { lookOf } from "../../services/computer/list.ts";
import type { Mover } from "../../services/computer/move/mover.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/** The parts by which machines are moved. */
interface MoveParts {
  readonly appState: AppStateService;
  readonly mover: Mover;
}

/** Moves a machine as a job, to another computer or from there. */
async function moveMachine(
  { appState, mover }: MoveParts,
  { id, to, stopFirst }: Parsed<"machine.move">,
): Promise<Result<void>> {
  const { machines, farMachines } = appState.update().state;
  const name = [...machines, ...farMachines].find((each) => each.id === id)?.name ?? id;
  const far = parseReference(id);
  if (far !== null && to !== null) return fail("computer-several", {});
  const moved = await appState.work<unknown>(
    { kind: "move", subject: name, machine: id, cancellable: true },
    async (follow) => {
      const options = { ...follow, stopFirst };
      if (far !== null) return mover.fetch(far.computer, far.id, options);
      return to === null ? fail("move-nowhere", { name }) : mover.send(id, to, options);
    },
  );
  return moved.ok ? ok(undefined) : moved;
}

/** Creates the handlers of the questions about other computers. */
export function createComputerHandlers(
  computers: Omit<ComputersService, "run">,
  consent: Pick<WindowConsent, "computer" | "note">,
  far: Far,
  { appState, mover }: MoveParts,
): Pick<Handlers, keyof typeof computerChannels & ChannelName> {
  const renewFar = far.renew;
  return {
    "computer.list": async () =>
      ok({
        computers: (await computers.list()).map(lookOf),
        clashes: await computers.clashes(),
      }),
    "computer.add": async ({ name, host }) => {
      const agreed = await consent.computer(host);
      const added = agreed.ok ? await computers.add(name, host) : agreed;
      if (added.ok) await renewFar();
      return added;
    },
    "computer.remove": async ({ name }) => {
      const host = (await computers.list()).find((each) => each.name === name)?.host;
      const removed = await computers.remove(name);
      // The user had added it, and may want it back.
      if (removed.ok && host !== undefined) consent.note(host);
      await renewFar();
      return removed;
    },
    "computer.check": ({ name }) => computers.check(name),
    "machine.move": async (request) => {
      const moved = await moveMachine({ appState, mover }, request);
      await renewFar();
      return moved;
    },
    "computer.join": async ({ name, isJoined }) => {
      const set = await computers.setJoined(name, isJoined);
      await renewFar();
      return set;
    },
    "computer.path": ({ id }) => far.machines.path(id),
    "computer.templates": ({ name }) => far.machines.templates(name),
    "computer.create": async (request) => {
      const made = await far.machines.create(request);
      await far.renew();
      return made;
    },
    "computer.lead": async ({ name, isUplink }) => {
      const set = await computers.setUplink(name, isUplink);
      await renewFar();
      return set;
    },
  };
}
