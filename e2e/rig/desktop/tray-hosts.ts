import type { RealApp } from "../app/real-app.ts";
import { until } from "../until.ts";
import type { Desktop } from "./desktop-type.ts";

/** The title of MATE's panel, which identifies its window. */
const panelTitle = "Panel with a tray";

/** A panel with a tray, and its desktop's window manager. */
export interface TrayHost {
  /** Their settings files, by the path below the folder of settings. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** The commands that run, in their order. */
  readonly commands: readonly (readonly [string, ...(readonly string[])])[];
}

/** A desktop whose tray is driven. */
export type TrayHostName = keyof typeof trayHosts;

/** The panels: along the top edge, 28 pixels high, with the tray alone. */
export const trayHosts = {
  /** Its tray handles the pointer only: no key leads to an icon. */
  xfce: {
    files: {
      "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml": `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
`,
    },
    env: {},
    commands: [
      ["xfwm4", "--compositor=off"],
      ["xfce4-panel", "--disable-wm-check"],
    ],
  },
  /** Its icons are buttons: Ctrl+Alt+Tab goes to the panel, Tab to an icon, and Enter clicks. */
  mate: {
    files: {
      // Values are in GVariant's text form.
      "glib-2.0/settings/keyfile": `[org/mate/panel/general]
toplevel-id-list=['top']
object-id-list=['tray']

[org/mate/panel/toplevels/top]
name='${panelTitle}'
expand=true
orientation='top'
size=28

[org/mate/panel/objects/tray]
object-type='applet'
applet-iid='NotificationAreaAppletFactory::NotificationArea'
toplevel-id='top'
position=0
locked=true
`,
      // MATE's own window manager has this key too, but depends on a browser engine.
      "openbox/rc.xml": `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <keyboard>
    <keybind key="C-A-Tab">
      <action name="NextWindow"><panels>yes</panels><dialog>none</dialog></action>
    </keybind>
  </keyboard>
</openbox_config>
`,
    },
    env: { GSETTINGS_BACKEND: "keyfile" },
    commands: [["openbox"], ["mate-panel"]],
  },
} as const satisfies Record<string, TrayHost>;

/** Clicks the first icon of MATE's tray by keys alone, wherever the focus is. */
export async function clickIconByKeys(desktop: Desktop): Promise<void> {
  await until("the focus on the panel", async () => {
    const title = await desktop.pointer("getwindowfocus", "getwindowname").catch(() => "");
    if (title === panelTitle) return true;
    await desktop.pointer("key", "ctrl+alt+Tab");
    return false;
  });
  await desktop.pointer("key", "Tab", "Return");
}

/** Clicks until the popover is there: a panel takes some time to accept a new icon. */
export async function clickUntilOpen(app: RealApp, click: () => Promise<unknown>): Promise<void> {
  await until("the icon to answer", async () => {
    await click();
    return until("the popover", () => app.isPopoverVisible(), 1).catch(() => false);
  });
}
