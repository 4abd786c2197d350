import type { Command } from "commander";
import type { ForwardJson } from "../../contract/app/cli.ts";
import { type ForwardView, viewForwards } from "../../contract/app/forward-view.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { readForward, readForwardedPort } from "../../core/lan/forward-text.ts";
import type { Services } from "../../services/base/services.ts";
import { errorJson, finish, say, sayJson, table, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { findByName } from "../machine/commands.ts";

/** A forward, with its machine. */
interface ShownForward extends ForwardView {
  readonly machine: string;
  readonly id: string;
}

/** Returns the present forwards of some machines. */
async function readForwards(
  { network }: Services,
  machines: readonly MachineView[],
): Promise<readonly ShownForward[]> {
  const { lan, uplink } = await network.read();
  return machines.flatMap((machine) =>
    viewForwards(machine, lan, uplink).map((each) => ({
      machine: machine.name,
      id: machine.id,
      ...each,
    })),
  );
}

function tell(voice: Voice, forwards: readonly ShownForward[]): void {
  const { columns, none, reach, state, waiting } = voice.words.forwards;
  if (voice.json) {
    sayJson(
      forwards.map(({ problem, ...each }): ForwardJson => {
        return { ...each, problem: problem === null ? null : errorJson(voice, problem) };
      }),
    );
  } else if (forwards.length === 0) say(none);
  else {
    say(
      table([
        [columns.machine, columns.here, columns.there, columns.reach, columns.state],
        ...forwards.map((each) => [
          each.machine,
          each.here.join(" "),
          each.there,
          reach[each.reach],
          state[each.state],
        ]),
      ]),
    );
    for (const { problem } of forwards) {
      if (problem !== null) say(typedErrorLine(voice.words, problem));
    }
    if (forwards.some((each) => each.state === "waiting")) say(waiting);
  }
}

/** `virtray forward list [NAME]` */
async function listCommand(
  services: Services,
  voice: Voice,
  name: string | undefined,
): Promise<number> {
  const one = name === undefined ? null : await findByName(services.machines, name);
  if (one !== null && !one.ok) return finish(voice, one, () => {});
  const machines = one === null ? (await services.machines.list()).machines : [one.value];
  tell(voice, await readForwards(services, machines));
  return 0;
}

/** Changes the forwards of a machine, then prints them. */
async function changeCommand(
  services: Services,
  voice: Voice,
  name: string,
  change: (id: string) => Promise<Result<void>>,
): Promise<number> {
  const found = await findByName(services.machines, name);
  const changed = found.ok ? await change(found.value.id) : found;
  const now = changed.ok ? await findByName(services.machines, name) : changed;
  const shown = now.ok ? ok(await readForwards(services, [now.value])) : now;
  return finish(voice, shown, (forwards) => tell(voice, forwards));
}

/** Adds the commands for ports of this computer that lead to machines. */
export function addForwardProgram(
  program: Command,
  command: Subcommand,
  tools: { readonly services: () => Promise<Services> },
): void {
  const forward = program
    .command("forward")
    .description("ports of this computer that lead to machines");
  command(forward, "list [name]", "show port forwards", async (voice, [name]) =>
    listCommand(await tools.services(), voice, name as string | undefined),
  );
  command<{ uplink?: boolean }>(
    forward,
    "add <name> <port:port>",
    "make a port of this computer lead to a machine: 8080:80, 5353:53/udp",
    async (voice, [name, text], { uplink }) => {
      const wanted = readForward(text as string, uplink === true ? "uplink" : "host");
      const services = await tools.services();
      return changeCommand(services, voice, name as string, async (id) =>
        wanted === null
          ? fail("forward-invalid", { text: text as string })
          : services.machines.addForward(id, wanted),
      );
    },
  ).option("--uplink", "also for other computers, at this computer’s address on the uplink");
  command(
    forward,
    "remove <name> <port>",
    "remove a port forward: 8080, 5353/udp",
    async (voice, [name, text]) => {
      const port = readForwardedPort(text as string);
      const services = await tools.services();
      return changeCommand(services, voice, name as string, async (id) =>
        port === null
          ? fail("forward-port-invalid", { text: text as string })
          : services.machines.removeForward(id, port),
      );
    },
  );
}
