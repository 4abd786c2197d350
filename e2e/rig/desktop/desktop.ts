import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import type { Desktop } from "./desktop-type.ts";
import { type TrayHost, type TrayHostName, trayHosts } from "./tray-hosts.ts";

const busConfig = `<busconfig>
  <include>/usr/share/dbus-1/session.conf</include>
  <policy context="default"><allow user="*"/></policy>
</busconfig>
`;

/** The position of the first tray icon in the panel, in pixels. */
export const firstTrayIcon = { x: 12, y: 14 } as const;

/**
 * Starts it. With `tray`, it also starts a window manager and a panel as that desktop has them, and
 * ends only when a tray host is registered on the bus; with `display`, it uses a running X server,
 * and only the session bus is new.
 */
export async function startDesktop(options: {
  readonly tray?: TrayHostName;
  readonly display?: string | undefined;
  /** The words that run a command as another user, who then owns the session bus. */
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
  // Without -noreset the server starts anew when its last client leaves, and refuses whom it meets then.
  const startServer = async () => {
    const server = start(
      "Xvfb",
      ["-noreset", "-displayfd", "3", "-screen", "0", "1280x800x24"],
      {},
    );
    return `:${(await firstLine(server)).trim()}`;
  };
  const close = async () => {
    for (const child of children.toReversed()) await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const display = { DISPLAY: options.display ?? (await startServer()) };
    const host: TrayHost | null = options.tray === undefined ? null : trayHosts[options.tray];
    for (const [path, text] of Object.entries(host?.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Parts of a panel are started by the bus, and take the bus's environment.
    const settings = { ...host?.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
    const as = options.as ?? [];
    // By default a session bus accepts its owner only.
    const config = join(folder, "bus.conf");
    writeFileSync(config, busConfig);
    if (as.length > 0) chmodSync(folder, 0o755);
    const [program = "", ...args] = [...as, "dbus-daemon", `--config-file=${config}`];
    const bus = start(program, [...args, "--nofork", "--print-address=3"], {
      ...display,
      ...settings,
    });
    const env = { ...display, DBUS_SESSION_BUS_ADDRESS: (await firstLine(bus)).trim() };
    for (const [program, ...args] of host?.commands ?? [])
      start(program, args, { ...env, ...settings });
    if (host !== null) await until("a tray host on the session bus", () => hostIsThere(env));
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

/** Returns the first line that a program writes to its file descriptor 3. */
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
