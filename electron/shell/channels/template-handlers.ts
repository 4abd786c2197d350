import type { ChannelName } from "../../contract/channels/names.ts";
import type { templateChannels } from "../../contract/channels/templates.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import { warmAsJob } from "../../services/app/warm-templates.ts";
import type { Services } from "../../services/base/services.ts";
import { chooseTemplatesFolder } from "../../services/template/folder.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/**
 * Creates the handlers of the questions about templates. Long work is a job that every window
 * shows.
 */
export function createTemplateHandlers(
  appState: AppStateService,
  { templates, machines }: Pick<Services, "templates" | "machines">,
  pick: (what: "openDirectory") => Promise<Result<string | null>>,
  consent: Pick<WindowConsent, "path">,
): Pick<Handlers, keyof typeof templateChannels & ChannelName> {
  const nameOf = (id: string) =>
    appState.update().state.machines.find((machine) => machine.id === id)?.name ?? id;
  return {
    "template.add": async (request) => {
      const { from } = request;
      const agreed =
        from.kind === "file" ? await consent.path(from.path, "template") : ok(undefined);
      if (!agreed.ok) return agreed;
      const job = {
        kind: "template-add",
        subject: request.name,
        cancellable: true,
        canRetry: true,
      } as const;
      const added = await appState.work(job, (options) => templates.add(request, options));
      return added.ok ? ok(undefined) : added;
    },
    "template.delete": ({ id }) => templates.delete(id),
    "template.warm": async (request) => {
      const warmed = await warmAsJob(appState, templates, request);
      return warmed.ok ? ok(undefined) : warmed;
    },
    "template.cool": async ({ id }) => {
      const cooled = await templates.cool(id);
      return cooled.ok ? ok(undefined) : cooled;
    },
    "templates.set-folder": async ({ folder }) => {
      const agreed = folder === "" ? ok(undefined) : await consent.path(folder, "folder");
      if (!agreed.ok) return agreed;
      const job = {
        kind: "templates-move",
        cancellable: true,
        canRetry: true,
      } as const;
      const moved = await chooseTemplatesFolder(
        templates,
        { change: (request) => appState.changeSettings(request) },
        folder,
        () => appState.work(job, (options) => templates.moveImages(options)),
      );
      return moved.ok ? ok(undefined) : moved;
    },
    "folder.pick": () => pick("openDirectory"),
    "template.catalogue": () => ok(templates.catalogue()),
    "machine.create": async (request) => {
      let isAwake = false;
      const made = await templates.createMachine(request, {
        onCreated(how) {
          ({ isAwake } = how);
          // The form has told whatever is of the machine itself.
          const isOwn = how.whyCold?.code === "template-warm-other";
          if (how.whyCold !== null && !isOwn) appState.inform(how.whyCold);
        },
      });
      return made.ok ? ok({ id: made.value.id, isAwake }) : made;
    },
    "machine.flatten": ({ id }) =>
      appState.work(
        { kind: "flatten", subject: nameOf(id), machine: id, cancellable: true },
        (options) => templates.flatten(id, options),
      ),
    "address.check": ({ address }) => machines.checkAddress(address),
    "user-data.check": ({ text }) => templates.checkUserData(text),
    "ssh-key.list": async () => ok(await templates.sshKeys()),
    "ssh-key.make": () => templates.makeSshKey(),
  };
}
