import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PNG } from "pngjs";
import * as v from "valibot";
import { until } from "../../rig/until.ts";
import type { RootName } from "../debian-recipes.mjs";
import { installApp } from "../installed-app.ts";
import { type Environment, inOwnPlace, type Place } from "../place.ts";
import {
  environmentOf,
  type MouseButton,
  type RealDesktop,
  type ScreenPoint,
  screenOf,
  startBuses,
  tellEnvironment,
  trayIsThere,
} from "../real-desktop.ts";
import { shellCode } from "./gnome-shell-code.ts";

/** The extension that shows tray icons, as Debian's package names it. */
const appIndicator = "ubuntu-appindicators@ubuntu.com";

const session: Environment = {
  XDG_CURRENT_DESKTOP: "GNOME",
  XDG_SESSION_TYPE: "wayland",
  XDG_SESSION_DESKTOP: "gnome",
  GNOME_SHELL_SESSION_MODE: "user",
};

/** Clutter's names of the buttons. */
const buttonNames: Readonly<Record<MouseButton, string>> = {
  left: "PRIMARY",
  middle: "MIDDLE",
  right: "SECONDARY",
};

/** GNOME, without the extensions that its users add. */
export function startGnome(place: Place, scale: number): Promise<RealDesktop> {
  return start(place, [], scale);
}

/** GNOME with the extension that shows tray icons, as on Ubuntu. */
export function startGnomeWithTray(place: Place, scale: number): Promise<GnomeDesktop> {
  return startWithTray(place, [], scale);
}

/** The same GNOME for root, with extensions in folders beside it. */
export function startRootsGnome(
  root: RootName,
  ...extensions: readonly GnomeExtension[]
): Promise<GnomeDesktop> {
  return inOwnPlace(
    root,
    async (place) => {
      await installApp(place);
      return startWithTray(place, extensions, 1);
    },
    { isRoots: true },
  );
}

/** An extension of the shell that does not come from a package. */
interface GnomeExtension {
  readonly id: string;
  readonly folder: string;
}

/** GNOME with the operations of its own shell. */
export interface GnomeDesktop extends RealDesktop {
  /** Clicks the item of an open menu of the shell whose label begins so, once it is there. */
  clickItem(labelBegin: string): Promise<void>;
  /** Runs code in the shell, with `rig` in scope, and returns its result. */
  evaluate(code: string): Promise<unknown>;
}

async function startWithTray(
  place: Place,
  extensions: readonly GnomeExtension[],
  scale: number,
): Promise<GnomeDesktop> {
  for (const { id, folder } of extensions) {
    // Packed as GNOME's site takes it, and installed as a user does.
    const pack = ["gnome-extensions", "pack", folder, "--extra-source=icons", "--out-dir=/tmp"];
    await place.run(pack, session);
    const packed = `/tmp/${id}.shell-extension.zip`;
    await place.run(["gnome-extensions", "install", packed], session);
  }
  const desktop = await start(place, [appIndicator, ...extensions.map(({ id }) => id)], scale);
  await trayIsThere(place);
  return desktop;
}

/** Has the shell believe that it has told its user already that no display manager can lock the screen. */
const knowLockWarning =
  'mkdir -p "$HOME/.local/share/gnome-shell" && touch "$HOME/.local/share/gnome-shell/lock-warning-shown"';

/** Sets what would otherwise come between a test and the shell. */
async function calm(
  set: (schema: string, key: string, value: string) => Promise<unknown>,
): Promise<void> {
  // Without it a tour covers all other windows.
  await set("org.gnome.shell", "welcome-dialog-last-shown-version", "9999");
  await set("org.gnome.desktop.interface", "enable-animations", "false");
  // The pointer is in this corner at the start, and leaving it would open the overview.
  await set("org.gnome.desktop.interface", "enable-hot-corners", "false");
  // A busy computer needs more time for two clicks.
  await set("org.gnome.desktop.peripherals.mouse", "double-click", "1000");
  await set("org.gnome.mutter", "experimental-features", "['scale-monitor-framebuffer']");
}

async function start(
  place: Place,
  extensions: readonly string[],
  scale: number,
): Promise<GnomeDesktop> {
  const { screen, pixels } = screenOf(scale);
  await startBuses(place, session);
  const set = (schema: string, key: string, value: string) =>
    place.run(["gsettings", "set", schema, key, value], session);
  await set("org.gnome.shell", "enabled-extensions", `[${extensions.map((id) => `'${id}'`)}]`);
  await calm(set);
  await place.run(["sh", "-ec", knowLockWarning], session);
  const monitor = ["--virtual-monitor", `${pixels.width}x${pixels.height}`];
  const shell = ["gnome-shell", "--headless", ...monitor, "--unsafe-mode"];
  place.start("gnome-shell", [...shell, "--wayland-display", "wayland-0"], session);
  const evaluate = (code: string) => evaluateInShell(place, code);
  await until("GNOME's shell", () => evaluate(shellCode).catch(() => false));
  await until("the parts of GNOME's shell", () => evaluate("rig.main !== null"));
  // At the end of its start the shell shows an overview of the windows, which would receive the
  // keys.
  await until("GNOME's shell to have started", () =>
    evaluate("!rig.main.layoutManager._startingUp"),
  );
  await evaluate("rig.main.overview.hide()");
  await until("no overview", () => evaluate("!rig.main.overview.visible"));
  const tell = JSON.stringify(`sh -c "${tellEnvironment}"`);
  await evaluate(`imports.gi.GLib.spawn_command_line_async(${tell})`);
  const env = await environmentOf(place);
  const does = async (code: string) => void (await evaluate(code));
  const moveTo = async ({ x, y }: ScreenPoint) => {
    await until("the pointer to arrive", () => evaluate(`rig.move(${x}, ${y})`));
  };
  if (scale !== 1) await setScale(place, scale);
  const click = (button: MouseButton = "left") => does(`rig.click("${buttonNames[button]}")`);
  const icon = () => settledPoint("an icon in the panel", () => evaluate("rig.icon()"));
  return {
    place,
    env,
    screen,
    wallpaper: { x: 20, y: 780 },
    windows: async () => v.parse(v.array(seenWindowSchema), await evaluate("rig.windows()")),
    async picture() {
      const words = ["true", "false", "/run/user/1000/picture.png"];
      await callByName(place, "org.gnome.Shell.Screenshot", "Screenshot", words);
      return PNG.sync.read(readFileSync(join(place.runtime, "picture.png")));
    },
    moveTo,
    click,
    // A single click opens its menu. The shell makes both: a busy computer would be late with the second.
    async clickIcon() {
      await moveTo(await icon());
      await does(`rig.clickTwice("${buttonNames.left}")`);
      await until("both clicks", () => evaluate("rig.hasClickedTwice"));
    },
    async type(text) {
      for (const letter of text) await does(`rig.letter(${letter.codePointAt(0)})`);
    },
    async press(...keys) {
      for (const key of keys) await does(`rig.key("${key}", true)`);
      for (const key of keys.toReversed()) await does(`rig.key("${key}", false)`);
    },
    trayIcon: icon,
    async setDark(isDark) {
      const scheme = isDark ? "prefer-dark" : "default";
      await set("org.gnome.desktop.interface", "color-scheme", scheme);
    },
    async clickItem(labelBegin) {
      const of = `rig.item(${JSON.stringify(labelBegin)})`;
      await moveTo(await settledPoint(`the item ${labelBegin}`, () => evaluate(of)));
      await click();
    },
    evaluate,
    notices: async () => v.parse(v.array(v.string()), await evaluate("rig.notices()")),
    close: () => place.close(),
  };
}

const pointSchema = v.object({ x: v.number(), y: v.number() });
const seenWindowSchema = v.object({
  ...pointSchema.entries,
  title: v.string(),
  appId: v.string(),
  platform: v.picklist(["wayland", "x11"]),
  width: v.number(),
  height: v.number(),
  isFocused: v.boolean(),
  isOnTop: v.boolean(),
  skipsTaskBar: v.boolean(),
});

/**
 * Waits until a part of the shell stays at one point, and returns that: panels move their icons, and a
 * menu that opens is laid out, asks its program, and is rebuilt from the answer.
 */
async function settledPoint(what: string, look: () => Promise<unknown>): Promise<ScreenPoint> {
  let last: unknown = null;
  let stays = 0;
  return until(what, async () => {
    const before = last;
    last = await look();
    stays = isDeepStrictEqual(before, last) ? stays + 1 : 0;
    return stays >= 8 && v.is(pointSchema, last) ? last : null;
  });
}

/** Runs code in the shell, which its "unsafe mode" allows, and returns its result. */
async function evaluateInShell(place: Place, code: string): Promise<unknown> {
  const said = await place
    .run([
      ...["dbus-send", "--session", "--print-reply", "--dest=org.gnome.Shell", "/org/gnome/Shell"],
      ...["org.gnome.Shell.Eval", `string:${code}`],
    ])
    .catch((error: unknown) => tellStandstill(place, error));
  const [, isDone, text = ""] = /boolean (true|false)\s+string "(.*)"\s*$/s.exec(said) ?? [];
  if (isDone !== "true") throw new Error(`GNOME's shell: ${text || said}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Adds to a failed call what the programs were doing, if GNOME's shell gave no answer in time. */
async function tellStandstill(place: Place, error: unknown): Promise<never> {
  if (!String(error).includes("NoReply")) throw error;
  const programs = await place.run(["ps", "-eo", "pid,stat,time,wchan:32,args"]);
  const log = readFileSync(join(place.runtime, "gnome-shell.log"), "utf8").slice(-2000);
  throw new Error(`${String(error)}\n${programs}\n${log}`, { cause: error });
}

/** Calls a method of an interface whose service and object are named after it. */
function callByName(
  place: Place,
  name: string,
  method: string,
  args: readonly string[],
): Promise<string> {
  const path = `/${name.replaceAll(".", "/")}`;
  const call = ["gdbus", "call", "--session", "--dest", name, "--object-path", path];
  return place.run([...call, "--method", `${name}.${method}`, ...args]);
}

/** Sets the scale of the only screen, as the settings do. */
async function setScale(place: Place, scale: number): Promise<void> {
  const name = "org.gnome.Mutter.DisplayConfig";
  const state = await callByName(place, name, "GetCurrentState", []);
  const serial = /^\(uint32 (\d+)/.exec(state)?.[1] ?? "";
  const [, connector, mode] = /'(Meta-\d+)'.*?'(\d+x\d+@[\d.]+)'/s.exec(state) ?? [];
  const monitors = `[(0, 0, ${scale.toFixed(2)}, uint32 0, true, [('${connector}', '${mode}', @a{sv} {})])]`;
  await callByName(place, name, "ApplyMonitorsConfig", [serial, "1", monitors, "@a{sv} {}"]);
}
