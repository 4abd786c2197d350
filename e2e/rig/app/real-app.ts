import { once } from "node:events";
import { join } from "node:path";
import { execa } from "execa";
import { type ElectronApplication, _electron as electron, type Page } from "playwright-core";
import { electronRuntime } from "../../../build/electron/runtime.mjs";
import { projectFolder } from "../../../build/project.mjs";
import { until } from "../until.ts";

/** The running app, as far as windows show it. */
export interface DrivenApp {
  /** The popover's page, shown or not. */
  popover(): Promise<Page>;
  /** The dashboard's page, once it is open. */
  dashboard(): Promise<Page>;
  /** Tells whether the popover is on the screen. */
  isPopoverVisible(): Promise<boolean>;
  /** Answers main's own questions with yes from now on; missing where main cannot be reached. */
  agree?(): Promise<void>;
  close(): Promise<void>;
}

/** The built app, running. */
export interface RealApp extends DrivenApp {
  readonly electron: ElectronApplication;
  agree(): Promise<void>;
}

/** The environment of an app: a display, and folders of its own. */
export type AppEnvironment = Readonly<Record<string, string | undefined>>;

/** The user's folders, all of them below one. */
export function foldersBelow(folder: string): AppEnvironment {
  return {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_RUNTIME_DIR: join(folder, "run"),
  };
}

/** Returns the environment of this process with changes, as a plain record. */
function environment(difference: AppEnvironment): Record<string, string> {
  const merged = {
    ...process.env,
    // Chromium's sandbox refuses root; a test's choice, never the app's.
    ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: "1" } : {}),
    ...difference,
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Starts the app in out/ (`npm run build`), with flags of Chromium's; ends when its popover has been drawn. */
export async function startRealApp(
  difference: AppEnvironment,
  flags: readonly string[] = [],
): Promise<RealApp> {
  return drawn(
    await electron.launch({
      executablePath: (await electronRuntime()).path,
      args: [...flags, projectFolder],
      env: environment(difference),
    }),
  );
}

/** The first start on a busy computer reads all of Electron from the disk. */
const appSeconds = 90;

/** Returns the app of a launched process once its popover has been drawn. */
export async function drawn(app: ElectronApplication): Promise<RealApp> {
  // Playwright's own 30 s are too few where several suites run at once.
  app.context().setDefaultTimeout(appSeconds * 1000);
  let said = "";
  app.process().stderr?.on("data", (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4000);
  });
  const ended = once(app.process(), "exit").then(() => {});
  const find = (page: string) =>
    until(
      `the ${page}`,
      () => app.windows().find((window) => window.url().split("#")[0]?.endsWith(`/${page}.html`)),
      appSeconds,
    );
  try {
    await (await find("popover")).locator("main").waitFor({ state: "attached" });
  } catch (error) {
    app.process().kill("SIGKILL");
    throw new Error(`the app did not show itself; it said:\n${said}`, { cause: error });
  }
  return {
    electron: app,
    popover: () => find("popover"),
    dashboard: () => find("dashboard"),
    isPopoverVisible: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          (window) => window.webContents.getURL().includes("/popover.html") && window.isVisible(),
        ),
      ),
    agree: () =>
      app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
      }),
    // Do not wait for the pipes' end: programs that the app leaves running may hold them open.
    close: () => Promise.race([app.close(), ended]),
  };
}

/** Starts the app while it is running; ends with the second process's exit code. */
export async function startAgain(difference: AppEnvironment): Promise<number | undefined> {
  const second = await execa((await electronRuntime()).path, [projectFolder], {
    env: environment(difference),
    extendEnv: false,
    reject: false,
    timeout: appSeconds * 1000,
  });
  return second.exitCode;
}
