import type { Place } from "../place.ts";
import type { RealDesktop } from "../real-desktop.ts";
import { startX11, type X11Desktop } from "./x11.ts";

const applets = ["left:0:menu", "left:1:grouped-window-list", "right:0:xapp-status"];

/** Code for its shell that returns the notice on the screen. */
const shownNotice =
  "const { _notification, _notificationBin } = imports.ui.main.messageTray; _notificationBin.visible && _notification ? _notification.title : ''";

/** Starts Cinnamon with its default panel along the lower edge and the tray at its right end. */
const cinnamon: X11Desktop = {
  env: () => ({
    XDG_CURRENT_DESKTOP: "X-Cinnamon",
    XDG_SESSION_DESKTOP: "cinnamon",
    DESKTOP_SESSION: "cinnamon",
  }),
  async prepare(run, scale) {
    const set = (schema: string, key: string, value: string) =>
      run("gsettings", "set", schema, key, value);
    const enabled = applets.map((name, id) => `'panel1:${name}@cinnamon.org:${id}'`);
    await set("org.cinnamon", "enabled-applets", `[${enabled}]`);
    await set("org.cinnamon", "desktop-effects", "false");
    await set("org.cinnamon.desktop.interface", "gtk-theme", "Adwaita");
    if (scale !== 1) {
      const factor = String(Math.floor(scale));
      await set("org.cinnamon.desktop.interface", "scaling-factor", factor);
    }
  },
  programs: [
    ["csd-xsettings", "csd-xsettings"],
    ["cinnamon", "cinnamon", "--replace"],
    ["xapp-sn-watcher", "/usr/lib/x86_64-linux-gnu/xapps/xapp-sn-watcher"],
  ],
  tray: { x: 1240, y: 764, width: 40, height: 32 },
  async setDark(run, isDark) {
    const scheme = isDark ? "prefer-dark" : "default";
    await run("gsettings", "set", "org.x.apps.portal", "color-scheme", scheme);
  },
  // Notices are part of its shell's picture.
  async notices(run) {
    const said = await run(
      ...["dbus-send", "--session", "--print-reply", "--dest=org.Cinnamon", "/org/Cinnamon"],
      ...["org.Cinnamon.Eval", `string:${shownNotice}`],
    );
    return [said];
  },
};

export function startCinnamon(place: Place, scale: number): Promise<RealDesktop> {
  return startX11(place, scale, cinnamon);
}
