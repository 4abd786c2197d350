import type { Place } from "../place.ts";
import type { RealDesktop } from "../real-desktop.ts";
import { startX11, type X11Desktop } from "./x11.ts";

const panel = `[General]
panels=panel1

[panel1]
plugins=fancymenu,taskbar,worldclock,statusnotifier
position=Bottom
desktop=0

[fancymenu]
type=fancymenu

[taskbar]
type=taskbar
buttonWidth=220

[worldclock]
type=worldclock

[statusnotifier]
type=statusnotifier
alignment=Right
`;

/** Starts LXQt with its default panel along the lower edge and the tray at its right end. */
const lxqt: X11Desktop = {
  env: (scale) => ({
    XDG_CURRENT_DESKTOP: "LXQt",
    XDG_SESSION_DESKTOP: "lxqt",
    XDG_CONFIG_DIRS: "/etc/xdg:/usr/share",
    QT_QPA_PLATFORMTHEME: "lxqt",
    // The scale, as its session's settings set it.
    ...(scale === 1
      ? {}
      : { GDK_SCALE: String(Math.floor(scale)), QT_SCALE_FACTOR: String(scale) }),
  }),
  files: () => ({
    "lxqt/panel.conf": panel,
    // It puts an icon of its own beside the app's for notices that were not read.
    "lxqt/notifications.conf": "[General]\nunattendedMaxNum=0\n",
    "lxqt/lxqt.conf": "[General]\ntheme=frost\nicon_theme=breeze\n\n[Qt]\nstyle=Fusion\n",
  }),
  programs: [
    ["openbox", "openbox"],
    ["pcmanfm-qt", "pcmanfm-qt", "--desktop", "--profile=lxqt"],
    ["lxqt-panel", "lxqt-panel"],
    ["lxqt-notificationd", "lxqt-notificationd"],
  ],
  tray: { x: 1240, y: 772, width: 40, height: 24 },
  async setDark(run, isDark) {
    const scheme = isDark ? "prefer-dark" : "default";
    await run("gsettings", "set", "org.gnome.desktop.interface", "color-scheme", scheme);
  },
};

export function startLxqt(place: Place, scale: number): Promise<RealDesktop> {
  return startX11(place, scale, lxqt);
}
