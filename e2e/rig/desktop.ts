import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { endChild } from "./end-child.ts";
import { until } from "./until.ts";

/** A panel along the top edge whose only plugin is the tray: its first icon is at the left. */
const panelConfig = `<?xml version="1.0" encoding="UTF-8"?>
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
`;

const busConfig = `<busconfig>
  <include>/usr/share/dbus-1/session.conf</include>
  <policy context="default"><allow user="*"/></policy>
</busconfig>
`;

/** A real desktop of its own: X server, session bus, and, if asked for, window manager and tray. */
export interface Desktop {
  /** What a program needs in its environment to appear on it. */
  readonly env: { readonly DISPLAY: string; readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** Runs xdotool on it: `pointer("mousemove", "12", "14", "click", "1")`. */
  pointer(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** Where the panel shows the first tray icon, in pixels. */
export const firstTrayIcon = { x: 12, y: 14 } as const;

/**
 * Starts it; with `panel`, ends only when a tray host is registered on the bus. With `display`,
 * an X server that is there already is used, and only the session bus is new.
 */
export async function startDesktop(options: {
  readonly panel: boolean;
  readonly display?: string | undefined;
  /** The words that make a command another user's: then the session bus is that user's. */
  readonly as?: readonly string[];
}): Promise<Desktop> {
  const folder = mkdtempSync(join(tmpdir(), "desktop-"));
  const children: ChildProcess[] = [];
  const start = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    children.push(child);
    return child;
  };
  const startServer = async () => {
    const server = start("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24"], {});
    return `:${(await firstLine(server)).trim()}`;
  };
  const close = async () => {
    for (const child of children.toReversed()) await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const display = { DISPLAY: options.display ?? (await startServer()) };
    // The settings daemon of the panel is started by the bus, and takes the bus's environment.
    const channels = join(folder, "xfce4/xfconf/xfce-perchannel-xml");
    mkdirSync(channels, { recursive: true });
    writeFileSync(join(channels, "xfce4-panel.xml"), panelConfig);
    const as = options.as ?? [];
    // Left to itself, a session bus takes nobody but its owner.
    const config = join(folder, "bus.conf");
    writeFileSync(config, busConfig);
    if (as.length > 0) chmodSync(folder, 0o755);
    const [program = "", ...args] = [...as, "dbus-daemon", `--config-file=${config}`];
    const bus = start(program, [...args, "--nofork", "--print-address=3"], {
      ...display,
      XDG_CONFIG_HOME: folder,
      XDG_CACHE_HOME: folder,
    });
    const env = { ...display, DBUS_SESSION_BUS_ADDRESS: (await firstLine(bus)).trim() };
    if (options.panel) {
      const settings = { ...env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
      start("xfwm4", ["--compositor=off"], settings);
      start("xfce4-panel", ["--disable-wm-check"], settings);
      await until("a tray host on the session bus", () => hostIsThere(env));
    }
    return {
      env,
      pointer: async (...args) => (await execa("xdotool", args, { env })).stdout,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function hostIsThere(env: NodeJS.ProcessEnv): Promise<boolean> {
  const answer = await execa(
    "dbus-send",
    [
      "--session",
      "--print-reply",
      "--dest=org.kde.StatusNotifierWatcher",
      "/StatusNotifierWatcher",
      "org.freedesktop.DBus.Properties.Get",
      "string:org.kde.StatusNotifierWatcher",
      "string:IsStatusNotifierHostRegistered",
    ],
    { env, reject: false },
  );
  return answer.stdout.includes("boolean true");
}

/** The first line that a program writes to its file descriptor 3. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
  });
}
