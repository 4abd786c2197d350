import type { Place } from "../place.ts";
import type { RealDesktop } from "../real-desktop.ts";
import { startX11, type X11Desktop } from "./x11.ts";

/**
 * A user sets the panel's height by hand for a fractional scale. Values are in GVariant's text
 * form.
 */
const panelFor = (scale: number) => `[org/mate/panel/general]
toplevel-id-list=['top']
object-id-list=['windows', 'tray']

[org/mate/panel/toplevels/top]
expand=true
orientation='top'
size=${Math.round((28 * scale) / Math.floor(scale))}

[org/mate/panel/objects/windows]
object-type='applet'
applet-iid='WnckletFactory::WindowListApplet'
toplevel-id='top'
position=0
locked=true

[org/mate/panel/objects/tray]
object-type='applet'
applet-iid='NotificationAreaAppletFactory::NotificationArea'
toplevel-id='top'
position=0
panel-right-stick=true
locked=true
`;

/**
 * Starts MATE with its default panel along the upper edge: windows at the left, the tray at the
 * right.
 */
const mate: X11Desktop = {
  env: () => ({ XDG_CURRENT_DESKTOP: "MATE", XDG_SESSION_DESKTOP: "mate" }),
  async prepare(run, scale) {
    await run("sh", "-c", `dconf load / <<'END'\n${panelFor(scale)}END`);
    const set = (schema: string, key: string, value: string) =>
      run("gsettings", "set", schema, key, value);
    await set("org.mate.interface", "gtk-theme", "Adwaita");
    await set("org.mate.interface", "window-scaling-factor", String(Math.floor(scale)));
    if (scale % 1 !== 0) await set("org.mate.font-rendering", "dpi", String(scale * 96));
  },
  programs: [
    ["mate-settings-daemon", "/usr/libexec/mate-settings-daemon"],
    ["marco", "marco"],
    ["caja", "caja", "--no-default-window", "--force-desktop"],
    ["mate-panel", "mate-panel"],
    ["mate-notification-daemon", "/usr/libexec/mate-notification-daemon/mate-notification-daemon"],
  ],
  tray: { x: 1253, y: 2, width: 27, height: 24 },
  async setDark(run, isDark) {
    const theme = isDark ? "Adwaita-dark" : "Adwaita";
    await run("gsettings", "set", "org.mate.interface", "gtk-theme", theme);
  },
};

export function startMate(place: Place, scale: number): Promise<RealDesktop> {
  return startX11(place, scale, mate);
}
