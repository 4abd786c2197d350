import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MessageBus } from "@homebridge/dbus-native";
import { makeFolder } from "../files/make-folder.ts";
import { connectToBus } from "./bus-connection.ts";
import { busSocketPath } from "./session-bus.ts";

/** Names of KWin's scripts on the session bus (Plasma 6). */
const kwin = "org.kde.KWin";
const scripting = { path: "/Scripting", interface: "org.kde.kwin.Scripting" } as const;
const scriptName = "virtray-popover";

/** The time limit for KWin, which answers within milliseconds, in ms. */
const longestAnswer = 500;

/** The place of a window that KWin is to put there. */
export interface KwinPlace {
  /** The process that the window belongs to. */
  readonly pid: number;
  /** The space to the panel and to the screen's edges, in KWin's units. */
  readonly margin: number;
}

/** Runs one script in KWin, the compositor of Plasma. */
export interface Kwin {
  /**
   * Has KWin move the process's windows of a fixed size to the panel's corner, above others and out
   * of the task bar, as they appear and as they grow. Resolves when that holds, or when KWin refused.
   */
  keepPlace(): Promise<void>;
  /** Takes that back. */
  close(): void;
}

/**
 * Talks to KWin on a connection of its own, which a first question has not to wait for.
 * @param addresses DBUS_SESSION_BUS_ADDRESS, or undefined where there is no session bus
 * @param folder a folder of the user's alone, which KWin reads the script from
 * @returns null without a session bus
 */
export function connectKwin(
  addresses: string | undefined,
  folder: string,
  place: KwinPlace,
): Kwin | null {
  const path = busSocketPath(addresses ?? "");
  if (path === null) return null;
  const { bus, socket } = connectToBus(path);
  const lost = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  let isOurs = false;

  async function load(): Promise<void> {
    // After a crash one of an earlier process is there; after KWin's own, none.
    if (isOurs && (await ask(bus, "isScriptLoaded", scriptName)) === true) return;
    await ask(bus, "unloadScript", scriptName);
    const file = join(folder, "popover-kwin.js");
    await makeFolder(folder);
    await writeFile(file, scriptFor(place), { mode: 0o600 });
    const id = await ask(bus, "loadScript", file, scriptName);
    if (typeof id === "number" && id >= 0) {
      await call(bus, { path: `/Scripting/Script${id}`, interface: "org.kde.kwin.Script" }, "run");
      // KWin counts its scripts for the id, so another one has it if one before that was unloaded.
      // This starts all that do not run yet.
      await ask(bus, "start");
      isOurs = true;
    }
    await rm(file, { force: true });
  }

  return {
    async keepPlace() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, longestAnswer);
      });
      await Promise.race([load().catch(() => {}), lost, late]);
      clearTimeout(timer);
    },
    close() {
      if (isOurs) void ask(bus, "unloadScript", scriptName);
    },
  };
}

/** Calls KWin's scripting interface; null if it refuses, or does not run. */
function ask(bus: MessageBus, member: string, ...names: readonly string[]): Promise<unknown> {
  return call(bus, scripting, member, names);
}

function call(
  bus: MessageBus,
  object: { readonly path: string; readonly interface: string },
  member: string,
  names: readonly string[] = [],
): Promise<unknown> {
  return new Promise((resolve) => {
    bus.invokeDbus(
      {
        ...{ destination: kwin, ...object, member },
        ...(names.length > 0 ? { signature: "s".repeat(names.length), body: names } : {}),
      },
      (error, value) => resolve(error === null ? value : null),
    );
  });
}

/** Returns the script, in KWin's own JavaScript: a Wayland window cannot place itself. */
function scriptFor({ pid, margin }: KwinPlace): string {
  return `
const keep = (window) => {
  if (window.pid !== ${pid} || window.resizeable || window.popupWindow || window.transient) return;
  const screen = workspace.clientArea(KWin.ScreenArea, window);
  const area = workspace.clientArea(KWin.MaximizeArea, window);
  const isBelow = area.y === screen.y && area.height < screen.height;
  window.keepAbove = true;
  window.skipTaskbar = true;
  window.skipPager = true;
  window.skipSwitcher = true;
  const place = () => {
    const { width, height } = window.frameGeometry;
    // Between two pixels of the screen, KWin would blur it.
    const pixels = window.output.devicePixelRatio || 1;
    const whole = (at) => Math.floor(at * pixels) / pixels;
    window.frameGeometry = {
      x: whole(area.x + area.width - width - ${margin}),
      y: isBelow ? whole(area.y + area.height - height - ${margin}) : area.y + ${margin},
      width,
      height,
    };
  };
  place();
  window.frameGeometryChanged.connect((before) => {
    if (before.height !== window.frameGeometry.height) place();
  });
};
workspace.windowAdded.connect(keep);
// On a busy computer the window can be there before the script.
workspace.windowList().forEach(keep);
`;
}
