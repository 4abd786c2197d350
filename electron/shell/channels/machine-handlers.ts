import { basename } from "node:path";
import { clipboard, shell } from "electron";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineAction } from "../../contract/machine/machine-actions.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Services } from "../../services/base/services.ts";
import { findEditor } from "../../services/machine/console/open-editor.ts";
import type { CopyOptions } from "../../services/machine/copy/large.ts";
import type { UsageRecorder } from "../../services/machine/view/usage-recorder.ts";
import type { Handlers } from "./ipc.ts";
import { someOf, type WindowConsent } from "./window-consent.ts";

/** The parts of the handlers below. */
export interface MachineHandlerParts {
  readonly appState: AppStateService;
  readonly services: Pick<Services, "machines">;
  readonly usage: Pick<UsageRecorder, "history">;
  readonly consent: Pick<WindowConsent, "path" | "send">;
  readonly sendToHome: (
    id: string,
    files: readonly string[],
    options: CopyOptions,
  ) => Promise<Result<void>>;
  /** Opens a terminal with a login to the machine of this id. */
  readonly openTerminal: (id: string) => Promise<Result<void>>;
  /** Opens a window of the user's editor in the machine of this id. */
  readonly openEditor: (id: string) => Promise<Result<void>>;
}

/** Creates the handlers of the questions about one machine as it is. */
export function createMachineHandlers({
  appState,
  services: { machines },
  usage,
  consent,
  openTerminal,
  openEditor,
  sendToHome,
}: MachineHandlerParts) {
  const action =
    (name: MachineAction) =>
    ({ id }: { readonly id: string }) =>
      appState.machine(name, id);
  return {
    "machine.add": async (asked) => {
      // A disk of the computer itself is lent by root, which asks for the password.
      const agreed = asked.device === true ? ok(undefined) : await consent.path(asked.disk, "disk");
      const added = agreed.ok ? await machines.add(asked) : agreed;
      return added.ok ? ok({ id: added.value.id }) : added;
    },
    "machine.propose": async () => ok(await machines.propose()),
    "machine.start": action("start"),
    "machine.stop": action("stop"),
    "machine.kill": action("kill"),
    "machine.restart": action("restart"),
    "machine.pause": action("pause"),
    "machine.resume": action("resume"),
    "machine.suspend": action("suspend"),
    "machine.boot": action("boot"),
    "machine.discard": action("discard"),
    "machine.delete": action("delete"),
    "machine.recover": ({ id }) => machines.recover(id),
    "machine.autostart": ({ id, autostart }) => machines.setAutostart(id, autostart),
    "machine.mark": ({ id, change }) => machines.mark(id, change),
    "machine.set-uplink": ({ id, uplink }) => appState.setMachineUplink(id, uplink),
    "machine.guest-facts": ({ id }) => machines.guestFacts(id),
    "machine.ports": ({ id }) => machines.listeningPorts(id),
    "machine.open-port": async ({ id, port, scheme }) => {
      const { machines: all } = await machines.list();
      const machine = all.find((each) => each.id === id);
      if (machine === undefined) return fail("machine-unknown", { name: id });
      await shell.openExternal(`${scheme}://${machine.address}:${port}/`);
      return ok(undefined);
    },
    "machine.log": ({ id }) => machines.log(id),
    "usage.get": () => ok(usage.history()),
    "machine.terminal": ({ id }) => openTerminal(id),
    "machine.editor": ({ id }) => openEditor(id),
    "machine.send": async ({ id, paths }) => {
      const name = appState.update().state.machines.find((each) => each.id === id)?.name;
      if (name === undefined) return fail("machine-unknown", { name: id });
      const agreed = await consent.send(paths, name);
      if (!agreed.ok) return agreed;
      const request = { kind: "send", subject: name, machine: id } as const;
      const sent = await appState.work(
        { ...request, cancellable: true, canRetry: true },
        (options) =>
          sendToHome(id, paths, { ...options, onNote: (about) => appState.inform(about) }),
      );
      const names = someOf(paths.map((path) => basename(path)));
      if (sent.ok) appState.inform(appError("transfer-sent", { name, names }));
      return sent;
    },
    "editor.find": async () => ok((await findEditor())?.name ?? null),
    "machine.copy-vnc-password": async ({ id }) => {
      const password = await machines.vncPassword(id);
      if (!password.ok) return password;
      if (password.value === null) return fail("machine-not-running", { name: id });
      await clipboard.writeText(password.value);
      return ok(undefined);
    },
    "disk.inspect": ({ path }) => machines.inspectDisk(path),
  } satisfies Partial<Handlers>;
}
