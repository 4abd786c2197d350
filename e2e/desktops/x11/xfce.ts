import type { Place } from "../place.ts";
import type { RealDesktop } from "../real-desktop.ts";
import { startX11, type X11Desktop } from "./x11.ts";

/** A user sets the panel's height by hand for a fractional scale. */
const panelFor = (scale: number) => `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="${Math.round((28 * scale) / Math.floor(scale))}"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray"/>
  </property>
</channel>
`;

const xsettings = (channel: string, name: string, type: string, value: string) => [
  ...["xfconf-query", "--create", "--channel", channel, "--property", name],
  ...["--type", type, "--set", value],
];

/**
 * Starts Xfce with its default panel along the upper edge: windows at the left, the tray at the
 * right.
 */
const xfce: X11Desktop = {
  env: () => ({ XDG_CURRENT_DESKTOP: "XFCE", XDG_SESSION_DESKTOP: "xfce" }),
  files: (scale) => ({ "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml": panelFor(scale) }),
  async prepare(run, scale) {
    await run(...xsettings("xsettings", "/Net/ThemeName", "string", "Adwaita"));
    if (scale === 1) return;
    // Its dialog "Appearance" sets these; fractions scale the fonts there.
    await run(...xsettings("xsettings", "/Gdk/WindowScalingFactor", "int", `${Math.floor(scale)}`));
    await run(...xsettings("xsettings", "/Xft/DPI", "int", `${(scale / Math.floor(scale)) * 96}`));
    const theme = scale < 2 ? "Default-hdpi" : "Default-xhdpi";
    await run(...xsettings("xfwm4", "/general/theme", "string", theme));
  },
  programs: [
    ["xfsettingsd", "xfsettingsd", "--daemon-off", "--replace"],
    ["xfwm4", "xfwm4", "--compositor=on"],
    ["xfdesktop", "xfdesktop"],
    ["xfce4-panel", "xfce4-panel"],
    ["xfce4-notifyd", "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"],
  ],
  tray: { x: 1240, y: 2, width: 40, height: 24 },
  async setDark(run, isDark) {
    const theme = isDark ? "Adwaita-dark" : "Adwaita";
    await run(...xsettings("xsettings", "/Net/ThemeName", "string", theme));
    // Its dialog "Appearance" also tells the portal.
    const scheme = isDark ? "prefer-dark" : "default";
    await run("gsettings", "set", "org.gnome.desktop.interface", "color-scheme", scheme);
  },
};

export function startXfce(place: Place, scale: number): Promise<RealDesktop> {
  return startX11(place, scale, xfce);
}
