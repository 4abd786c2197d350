import type { BrowserWindow } from "electron";
import type { ChannelName } from "../../contract/channels/names.ts";
import type { storageChannels } from "../../contract/channels/storage.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Words } from "../../contract/words/en/english.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Storage } from "../../services/compose/storage.ts";
import { chooseFile, confirm } from "./file-dialog.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/** Creates the handlers of the questions about snapshots, the trash and definitions. */
export function createStorageHandlers(
  appState: AppStateService,
  { snapshots, trash, changes, devices }: Storage,
  dashboard: () => BrowserWindow | null,
  words: () => Words,
  consent: Pick<WindowConsent, "note" | "path">,
): Pick<Handlers, keyof typeof storageChannels & ChannelName> {
  const nameOf = (id: string) =>
    appState.update().state.machines.find((machine) => machine.id === id)?.name ?? id;
  const job = (kind: "snapshot" | "clone", id: string, cancellable: boolean) =>
    ({ kind, subject: nameOf(id), machine: id, cancellable }) as const;
  const plain = async (done: Promise<Result<unknown>>): Promise<Result<void>> => {
    const result = await done;
    return result.ok ? ok(undefined) : result;
  };
  return {
    "snapshot.list": ({ id }) => snapshots.list(id),
    "snapshot.take": ({ id, name, diskOnly }) =>
      plain(
        appState.work(job("snapshot", id, true), (options) =>
          snapshots.take(id, name, { ...options, diskOnly }),
        ),
      ),
    "snapshot.restore": ({ id, snapshot }) =>
      plain(
        appState.work(job("snapshot", id, false), (options) =>
          snapshots.restore(id, snapshot, options),
        ),
      ),
    "snapshot.delete": ({ id, snapshot }) => snapshots.delete(id, snapshot),
    "disk.list": ({ id }) => changes.disks(id),
    "disk.grow": ({ id, place, bytes }) => changes.grow(id, place, bytes),
    "disk.add": async ({ id, disk }) => {
      const agreed = disk.kind === "file" ? await consent.path(disk.path, "disk") : ok(undefined);
      return agreed.ok ? plain(changes.addDisk(id, disk)) : agreed;
    },
    "disk.remove": async ({ id, place }) => {
      const removed = await changes.removeDisk(id, place);
      // It already belonged to the machine, and may be restored.
      if (removed.ok) consent.note(removed.value.path);
      return removed;
    },
    "disk.replace": async ({ id, place, path }) => {
      const agreed = await consent.path(path, "disk");
      return agreed.ok ? plain(changes.replaceDisk(id, place, path)) : agreed;
    },
    "machine.install": async (request) => {
      const agreed = await consent.path(request.cdrom, "cd");
      const made = agreed.ok ? await changes.install(request) : agreed;
      return made.ok ? ok({ id: made.value.id }) : made;
    },
    "device.list": async () => ok(await devices()),
    "trash.list": () => trash.list(),
    "trash.restore": ({ id }) => plain(trash.restore(id)),
    "trash.empty": () => trash.empty(),
    "machine.rename": ({ id, name }) => changes.rename(id, name),
    "machine.set": async ({ id, change }) => {
      const cdrom = change.cdrom ?? null;
      const agreed = cdrom === null ? ok(undefined) : await consent.path(cdrom, "cd");
      return agreed.ok ? changes.set(id, change) : agreed;
    },
    "machine.clone": async ({ id, name }) => {
      const made = await appState.work(job("clone", id, true), (options) =>
        changes.clone(id, name, options),
      );
      return made.ok ? ok({ id: made.value.id }) : made;
    },
    "machine.export": ({ id, libvirt }) =>
      exportMachine({ appState, changes, dashboard, words }, { id, name: nameOf(id), libvirt }),
  };
}

/** The parts of an export that a window asks for. */
interface ExportParts {
  readonly appState: AppStateService;
  readonly changes: Storage["changes"];
  readonly dashboard: () => BrowserWindow | null;
  readonly words: () => Words;
}

/** Exports a machine as a job, to a file that the user chooses. */
async function exportMachine(
  { appState, changes, dashboard, words }: ExportParts,
  { id, name, libvirt }: { readonly id: string; readonly name: string; readonly libvirt: boolean },
): Promise<Result<void>> {
  const qcow2 = { name: "qcow2", extension: "qcow2" };
  const path = await chooseFile(dashboard(), `${name}.qcow2`, qcow2);
  if (path === null) return ok(undefined);
  const exported = await appState.work(
    { kind: "export", subject: name, machine: id, cancellable: true },
    async (options) => {
      const attempt = (replace: "target" | "all") =>
        changes.export(id, path, { ...options, libvirt, replace });
      // The dialog has asked only about replacing that file.
      const first = await attempt("target");
      if (first.ok || first.error.code !== "export-exists") return first;
      const { exporting, actions } = words().ui;
      const mayReplace = await confirm(dashboard(), {
        message: exporting.replaceAsk(first.error.params.path),
        go: exporting.replaceDo,
        leave: actions.cancel,
      });
      return mayReplace ? attempt("all") : fail("cancelled", {});
    },
  );
  if (!exported.ok) return exported;
  const { disks, domain } = exported.value;
  const done = { name, files: disks.join(", ") };
  appState.inform(
    domain === null
      ? appError("export-done", done)
      : appError("export-libvirt-done", { ...done, domain }),
  );
  return ok(undefined);
}
