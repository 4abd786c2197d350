import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PNG } from "pngjs";
import { appId } from "../../../electron/adapters/desktop/app-id.ts";
import { until } from "../../rig/until.ts";
import { askedNotices, listenForNotices } from "../notices.ts";
import { iconInPanel } from "../panel-icon.ts";
import type { Environment, Place } from "../place.ts";
import {
  environmentOf,
  type RealDesktop,
  screenOf,
  startBuses,
  tellEnvironment,
  trayIsThere,
} from "../real-desktop.ts";
import { headless } from "../wlroots/wlroots.ts";
import { plugKwinInput } from "./kwin-input.ts";
import { kwinWindows, scriptsAreHeard } from "./kwin-windows.ts";

const session: Environment = {
  XDG_CURRENT_DESKTOP: "KDE",
  XDG_SESSION_TYPE: "wayland",
  XDG_SESSION_DESKTOP: "KDE",
  KDE_FULL_SESSION: "true",
  KDE_SESSION_VERSION: "6",
  XDG_MENU_PREFIX: "plasma-",
  XDG_CONFIG_HOME: "/run/user/1000/config",
};

/**
 * The screen that KWin is shown on: it takes pictures only of screens that exist. KWin in a window tells
 * its host the next whole scale, so the host has that one, and shows each of KWin's pixels as one.
 */
const outerConfig = (
  scale: number,
  { width, height }: { readonly width: number; readonly height: number },
) => `
output HEADLESS-1 resolution ${width * scale}x${height * scale} position 0,0 scale ${scale}
xwayland disable
default_border none
exec sh -c 'echo $WAYLAND_DISPLAY > /run/user/1000/outer.new; mv /run/user/1000/outer.new /run/user/1000/outer'
`;

/**
 * Has the host draw all of its screen again and again. At scales between whole ones KWin names other
 * places as changed than those that it has changed, beyond its window's edges, too.
 */
const keepDrawing = 'while grim -g "0,0 1x1" -t ppm /dev/null; do sleep 0.05; done';

/** KWin's own memory of its only screen, with the scale that Plasma's settings would write. */
const outputConfig = (scale: number) =>
  JSON.stringify([
    { name: "outputs", data: [{ connectorName: "WL-1", scale }] },
    {
      name: "setups",
      data: [
        {
          lidClosed: false,
          outputs: [{ enabled: true, outputIndex: 0, position: { x: 0, y: 0 }, priority: 0 }],
        },
      ],
    },
  ]);

const activity = "11111111-2222-3333-4444-555555555555";

/** Its default panel along the lower edge, with the tray at its right end. */
const panel = `
[Containments][1]
activityId=${activity}
formfactor=0
immutability=1
lastScreen=0
location=0
plugin=org.kde.desktopcontainment
wallpaperplugin=org.kde.color

[Containments][1][Wallpaper][org.kde.color][General]
Color=58,95,125

[Containments][2]
activityId=
formfactor=2
immutability=1
lastScreen=0
location=4
plugin=org.kde.panel
wallpaperplugin=org.kde.image

[Containments][2][General]
AppletOrder=3;4;5

[Containments][2][Applets][3]
immutability=1
plugin=org.kde.plasma.icontasks

[Containments][2][Applets][3][Configuration][General]
launchers=

[Containments][2][Applets][4]
immutability=1
plugin=org.kde.plasma.panelspacer

[Containments][2][Applets][5]
immutability=1
plugin=org.kde.plasma.systemtray

[Containments][2][Applets][5][Configuration]
SystrayContainmentId=6

[Containments][6]
activityId=
formfactor=2
immutability=1
lastScreen=0
location=4
plugin=org.kde.plasma.private.systemtray

[Containments][6][General]
extraItems=org.kde.plasma.notifications
knownItems=org.kde.plasma.cameraindicator,org.kde.plasma.clipboard,org.kde.plasma.devicenotifier,org.kde.plasma.keyboardlayout,org.kde.plasma.manage-inputmethod,org.kde.plasma.mediacontroller,org.kde.plasma.notifications
`;

const files: Readonly<Record<string, string>> = {
  "config/plasma-org.kde.plasma.desktop-appletsrc": panel,
  "config/kactivitymanagerdrc": `[activities]\n${activity}=Default\n\n[main]\ncurrentActivity=${activity}\n`,
  // The panel does not move when windows come near it.
  "config/plasmashellrc": "[PlasmaViews][Panel 2]\nfloating=0\n",
  // Settings that would ask the user before anything else.
  "config/kwalletrc": "[Wallet]\nEnabled=false\n",
  // Notices that it kept would get an icon of their own beside the app's.
  "config/plasmanotifyrc": `[Applications][${appId}]\nShowInHistory=false\n`,
  "config/kscreenlockerrc": "[Daemon]\nAutolock=false\nLockOnResume=false\n",
  "config/kdeglobals": "[KDE]\nAnimationDurationFactor=0\n\n[General]\nColorScheme=BreezeLight\n",
  // The portal that KWin starts before its screen exists would know no settings.
  "session.sh": `dbus-update-activation-environment --all; pkill -f xdg-desktop-portal; ${tellEnvironment}`,
};

/** The part of the panel with the tray alone, without the arrow behind its icons. */
const tray = { x: 1190, y: 773, width: 50, height: 25 };

/** Starts Plasma: KWin, inside an invisible sway, with its panel and its services. */
export async function startPlasma(place: Place, scale: number): Promise<RealDesktop> {
  const { screen, pixels } = screenOf(scale);
  const outerScale = Math.ceil(scale);
  const written = {
    ...files,
    "outer.conf": outerConfig(outerScale, screen),
    "config/kwinoutputconfig.json": outputConfig(scale),
  };
  for (const [path, text] of Object.entries(written)) {
    const file = join(place.runtime, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await startBuses(place, session);
  place.start("outer", ["sway", "--config", "/run/user/1000/outer.conf"], {
    ...headless,
    WLR_SCENE_DEBUG_DAMAGE: "rerender",
  });
  const outerSocket = join(place.runtime, "outer");
  await until("a screen for KWin", () => existsSync(outerSocket));
  const outer = { WAYLAND_DISPLAY: readFileSync(outerSocket, "utf8").trim() };
  if (scale !== outerScale) place.start("frames", ["sh", "-c", keepDrawing], outer);
  const size = ["--width", String(pixels.width), "--height", String(pixels.height)];
  place.start(
    "kwin",
    [
      ...["kwin_wayland", "--wayland-display", outer.WAYLAND_DISPLAY, "--socket", "wayland-k"],
      ...[...size, "--xwayland", "--no-lockscreen"],
      "sh /run/user/1000/session.sh",
    ],
    { ...session, ...scriptsAreHeard, KWIN_WAYLAND_NO_PERMISSION_CHECKS: "1" },
  );
  const { QT_LOGGING_RULES: _rules, ...env } = await environmentOf(place);
  const socket = join(place.runtime, env["WAYLAND_DISPLAY"] ?? "");
  listenForNotices(place, env);
  place.start("kded", ["kded6"], env);
  place.start("plasmashell", ["plasmashell", "--no-respawn"], env);
  const input = await plugKwinInput(socket);
  await trayIsThere(place);
  // At scales between whole ones KWin's window is smaller than its host's screen.
  const shown = `0,0 ${pixels.width / outerScale}x${pixels.height / outerScale}`;
  const picture = async () =>
    PNG.sync.read(Buffer.from(await place.runForBytes(["grim", "-g", shown, "-"], outer)));
  const icon = () => iconInPanel({ screen, picture }, tray);
  return {
    place,
    env,
    screen,
    wallpaper: { x: 60, y: 640 },
    windows: async () =>
      (await kwinWindows(place, env)).filter(({ isNotice, isSpecial }) => !isNotice && !isSpecial),
    picture,
    moveTo: input.moveTo,
    click: input.click,
    type: input.type,
    press: input.press,
    trayIcon: icon,
    async clickIcon() {
      await input.moveTo(await icon());
      await input.click();
    },
    async setDark(isDark) {
      const scheme = isDark ? "BreezeDark" : "BreezeLight";
      await place.run(["plasma-apply-colorscheme", scheme], env);
    },
    async notices() {
      const isShown = (await kwinWindows(place, env)).some(({ isNotice }) => isNotice);
      return isShown ? askedNotices(place) : [];
    },
    async close() {
      input.close();
      await place.close();
    },
  };
}
