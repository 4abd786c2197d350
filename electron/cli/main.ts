import { CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import { measureBusyShare } from "../adapters/desktop/host-load.ts";
import { appCommand, createLoginEntry } from "../adapters/desktop/login-entry.ts";
import { pathsFrom } from "../adapters/files/paths.ts";
import { createSettingsPort } from "../adapters/store/settings-store.ts";
import type { AskConsent } from "../contract/root/root.ts";
import type { MachinesService, Services } from "../services/base/interfaces.ts";
import { createMachines } from "../services/compose/machines.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { buildProgram } from "./program.ts";

const explain: AskConsent = (prompt) => explainOnTerminal(process.env, prompt);

async function services(): Promise<Services> {
  const { createServices } = await import("../services/compose/services.ts");
  return createServices(process.env, explain);
}

const settings = () =>
  createSettingsPort(pathsFrom(process.env, process.getuid?.() ?? 0).settingsFile);

/** The `virtray` command: exit code 0 done, 1 failed with a sentence, 2 wrong usage. */
async function main(): Promise<void> {
  let machines: MachinesService | null = null;
  const program = buildProgram(
    {
      env: process.env,
      version,
      machines: () => {
        machines ??= createMachines(process.env, explain);
        return machines;
      },
      templates: async () => {
        const { createTemplates } = await import("../services/compose/templates.ts");
        return createTemplates(process.env);
      },
      agreed: async () => {
        const { createAgreedProjects } = await import("../adapters/store/agreed-projects.ts");
        return createAgreedProjects(pathsFrom(process.env, process.getuid?.() ?? 0));
      },
      storage: async () => {
        const { createStorage } = await import("../services/compose/storage.ts");
        return createStorage(process.env);
      },
      services,
      examine: async () => {
        const [{ examine }, all] = await Promise.all([
          import("../services/doctor/doctor.ts"),
          services(),
        ]);
        const uid = process.getuid?.() ?? 0;
        return examine(pathsFrom(process.env, uid), uid, all);
      },
      bundle: async (findings, path) => {
        const [{ writeSupportBundle }, all] = await Promise.all([
          import("../services/doctor/support-bundle.ts"),
          services(),
        ]);
        const paths = pathsFrom(process.env, process.getuid?.() ?? 0);
        return writeSupportBundle(all, paths, version, findings, path);
      },
      settings,
      recoverSettings: () => settings().recover(),
      loginEntry: () =>
        createLoginEntry(process.env, appCommand(import.meta.dirname, process.env, "--autostart")),
      showPopover: async () => {
        const { startApp } = await import("../adapters/desktop/start-app.ts");
        return startApp(process.env, appCommand(import.meta.dirname, process.env, "--popover"));
      },
      resumeWork: async () => {
        const [{ resumeWork }, all] = await Promise.all([
          import("../services/machine/power/autostart.ts"),
          services(),
        ]);
        const { machines: own, network } = all;
        return resumeWork({
          machines: own,
          network,
          lanUp: async () => {
            const recalled = await network.recall();
            return recalled.ok ? network.up() : recalled;
          },
          start: (id) => own.start(id),
          busyShare: measureBusyShare,
        });
      },
      renumber: async (subnet, isDry) => {
        const [{ createRenumber }, all] = await Promise.all([
          import("../services/compose/renumber.ts"),
          services(),
        ]);
        return createRenumber(process.env, all)(subnet, isDry);
      },
      readInventory: async () => {
        const { createInventory } = await import("../services/compose/inventory.ts");
        return createInventory(process.env)();
      },
      readPorts: async () => {
        const { createVdeSwitch } = await import("../adapters/switch/vde-switch.ts");
        const uid = process.getuid?.() ?? 0;
        return createVdeSwitch(pathsFrom(process.env, uid).switchFolder, uid).ports();
      },
      readNet: async () => {
        const [{ readNetPicture }, { createVdeSwitch }, all] = await Promise.all([
          import("../services/lan/net-picture.ts"),
          import("../adapters/switch/vde-switch.ts"),
          services(),
        ]);
        const uid = process.getuid?.() ?? 0;
        const { switchFolder } = pathsFrom(process.env, uid);
        return readNetPicture(all, createVdeSwitch(switchFolder, uid));
      },
      checkPath: async (id) => {
        const { createPathCheck } = await import("../services/compose/path-check.ts");
        return createPathCheck(process.env)(id);
      },
      repairs: async (findings) => {
        const { findRepairs } = await import("../services/doctor/repairs.ts");
        return findRepairs(findings);
      },
      carryOut: async (repair) => {
        const { carryOut } = await import("../services/doctor/repairs.ts");
        return carryOut(pathsFrom(process.env, process.getuid?.() ?? 0), repair);
      },
    },
    (exitCode) => {
      process.exitCode = exitCode;
    },
  );
  try {
    // Told outright: in an installed Virtray, Node is Electron, whose arguments are guessed at.
    await program.parseAsync(process.argv.slice(2), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for are no error.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

// Who reads no further (`virtray list | head`) has what they wanted: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
await main();
