import { measureHostLoad } from "../adapters/desktop/host-load.ts";
import { appCommand, createLoginEntry } from "../adapters/desktop/login-entry.ts";
import { mainFolder } from "../adapters/own-install/bundle.ts";
import type { Language } from "../contract/base/languages.ts";
import type { AppError } from "../contract/errors/app-error.ts";
import type { AskConsent } from "../contract/root/root.ts";
import { typedErrorLine } from "../contract/words/words.ts";
import type { MachinesService } from "../services/base/interfaces.ts";
import type { Services } from "../services/base/services.ts";
import type { Foundation } from "../services/compose/foundation.ts";
import { createMachines } from "../services/compose/machines.ts";
import { messagesLanguage } from "./base/output.ts";
import { loadWords } from "./base/words.ts";
import { listTools, loadServices } from "./list-tools.ts";
import type { Tools } from "./program.ts";

/** The parts that the tools below share. */
interface ToolParts {
  readonly foundation: Foundation;
  readonly version: string;
  readonly services: () => Promise<Services>;
}

/**
 * Creates the tools of the command from the real adapters. Modules that few commands need are loaded
 * when one of them asks, so that the others start quickly.
 */
export function createTools(foundation: Foundation, version: string, explain: AskConsent): Tools {
  let machines: MachinesService | null = null;
  const { env, settings } = foundation;
  const parts: ToolParts = {
    ...{ foundation, version },
    services: () => loadServices(foundation, explain),
  };
  return {
    ...{ env, version },
    machines: () => {
      machines ??= createMachines(foundation, explain);
      return machines;
    },
    services: parts.services,
    settings: () => settings,
    recoverSettings: () => settings.recover(),
    ...listTools(foundation, parts.services),
    ...storeTools(foundation),
    ...appTools(parts),
    ...lanTools(parts),
    ...doctorTools(parts),
    ...computerTools(parts),
  };
}

function storeTools(foundation: Foundation): Pick<Tools, "templates" | "agreed" | "storage"> {
  return {
    async templates() {
      const { createTemplates } = await import("../services/compose/templates.ts");
      return createTemplates(foundation);
    },
    async agreed() {
      const { createAgreedProjects } = await import("../adapters/store/agreed-projects.ts");
      return createAgreedProjects(foundation.paths);
    },
    async storage() {
      const { createStorage } = await import("../services/compose/storage.ts");
      return createStorage(foundation);
    },
  };
}

function appTools({
  foundation: { env },
  services,
}: ToolParts): Pick<Tools, "loginEntry" | "showPopover" | "resumeWork"> {
  return {
    loginEntry: () => createLoginEntry(env, appCommand(mainFolder(), env, "--autostart")),
    async showPopover() {
      const { startApp } = await import("../adapters/desktop/start-app.ts");
      return startApp(env, appCommand(mainFolder(), env, "--popover"));
    },
    async resumeWork() {
      const [{ resumeWork }, { machines, network }] = await Promise.all([
        import("../services/machine/power/autostart.ts"),
        services(),
      ]);
      return resumeWork({
        ...{ machines, network },
        lanUp: async () => {
          const recalled = await network.recall();
          return recalled.ok ? network.up() : recalled;
        },
        start: (id) => machines.start(id),
        hostLoad: measureHostLoad,
      });
    },
  };
}

function lanTools({
  foundation,
  services,
}: ToolParts): Pick<Tools, "renumber" | "readInventory" | "readNet" | "checkPath" | "onLan"> {
  return {
    async renumber(subnet, isDry) {
      const [{ createRenumber }, all] = await Promise.all([
        import("../services/compose/renumber.ts"),
        services(),
      ]);
      return createRenumber(foundation, all)(subnet, isDry);
    },
    async readInventory() {
      const { createInventory } = await import("../services/compose/inventory.ts");
      return createInventory(foundation)();
    },
    async readNet() {
      const [{ readNetPicture }, all] = await Promise.all([
        import("../services/lan/net-picture.ts"),
        services(),
      ]);
      return readNetPicture(all, foundation.vdeSwitch);
    },
    async checkPath(id) {
      const { createPathCheck } = await import("../services/compose/path-check.ts");
      return createPathCheck(foundation)(id);
    },
    async onLan(wish, command) {
      const { createOnLan } = await import("../services/compose/on-lan.ts");
      return createOnLan(foundation)(wish, command);
    },
  };
}

function doctorTools({
  foundation: { paths, uid },
  version,
  services,
}: ToolParts): Pick<Tools, "examine" | "bundle" | "repairs" | "carryOut"> {
  return {
    async examine() {
      const [{ examine }, all] = await Promise.all([
        import("../services/doctor/doctor.ts"),
        services(),
      ]);
      return examine(paths, uid, all);
    },
    async bundle(findings, path) {
      const [{ writeSupportBundle }, all] = await Promise.all([
        import("../services/doctor/support-bundle.ts"),
        services(),
      ]);
      return writeSupportBundle(all, paths, version, findings, path);
    },
    async repairs(findings) {
      const { findRepairs } = await import("../services/doctor/repairs.ts");
      return findRepairs(findings);
    },
    async carryOut(repair) {
      const { carryOut } = await import("../services/doctor/repairs.ts");
      return carryOut(paths, repair);
    },
  };
}

function computerTools({
  foundation,
  version,
}: ToolParts): Pick<Tools, "computers" | "mover" | "serve"> {
  return {
    async computers() {
      const { computersOf } = await import("../services/compose/computers.ts");
      return computersOf(foundation, version);
    },
    async mover() {
      const { moverOf } = await import("../services/compose/mover.ts");
      return moverOf(foundation, version, () => messagesLanguage(process.env));
    },
    async serve(serving) {
      const { createServe } = await import("../services/compose/serve.ts");
      const describe = async (error: AppError, language: Language) =>
        typedErrorLine((await loadWords(language)).words, error);
      await createServe(foundation, version, describe)(serving);
    },
  };
}
