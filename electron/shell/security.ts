import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { App, BrowserWindowConstructorOptions, IpcMainInvokeEvent, Session } from "electron";

/** The two pages, as files beside the bundle. */
export interface Pages {
  readonly popover: string;
  readonly dashboard: string;
}

/** Returns the folder of the pages in the built app. */
export function pagesIn(outFolder: string): Pages {
  return {
    popover: join(outFolder, "renderer/popover.html"),
    dashboard: join(outFolder, "renderer/dashboard.html"),
  };
}

/**
 * The restrictions of every page: no Node, an isolated world for the preload script, the sandbox.
 */
export function pagePreferences(
  preload: string,
): NonNullable<BrowserWindowConstructorOptions["webPreferences"]> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  };
}

/** Tells whether a question comes from the main frame of one of our own pages. */
export function createSenderCheck(
  pages: Pages,
): (event: Pick<IpcMainInvokeEvent, "senderFrame" | "sender">) => boolean {
  const trusted = new Set(Object.values(pages).map((page: string) => pathToFileURL(page).href));
  return ({ senderFrame, sender }) => {
    if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
    const [address = ""] = senderFrame.url.split("#");
    return trusted.has(address);
  };
}

/**
 * Denies pages other addresses, new windows, permissions and frames, which our pages never need.
 */
export function hardenContents(app: App): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** Denies every permission, on request and on check, and every download. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
}
