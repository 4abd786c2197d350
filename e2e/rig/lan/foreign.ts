import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { execa } from "execa";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import { foreignFolder } from "./foreign-debian.mjs";

/**
 * A view of this computer in which Debian's ufw, firewalld, OpenVPN, NetworkManager and
 * systemd-resolved are installed.
 */
export interface Foreign {
  /** Runs a shell line there and returns its output; throws if it fails. */
  run(line: string): Promise<string>;
  /** Starts a program there that stays; returns the function that ends it. */
  start(...argv: readonly string[]): () => Promise<void>;
  /** Starts the system's bus there. */
  startBus(): Promise<void>;
  /** Writes a program to a path here that runs the program of the same name in /usr/bin there. */
  lend(path: string): void;
  /** Starts firewalld, and ends when its rules are loaded. */
  startFirewalld(): Promise<void>;
  /** Ends firewalld, which removes its rules; does nothing if it does not run. */
  stopFirewalld(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The packages' files above the computer's own, for one process and its children; and a bus of
 * their own.
 */
const script = `set -eu
for name in usr etc var; do
  mkdir -p "$1/$name" "$1/$name-work"
  mount -t overlay overlay -o "lowerdir=$2/$name:/$name,upperdir=$1/$name,workdir=$1/$name-work" "/$name"
done
mkdir -p /run/dbus
mount -t tmpfs tmpfs /run/dbus
echo "systemd-resolve:x:4244:4244::/:/usr/sbin/nologin" >> /etc/passwd
echo "systemd-resolve:x:4244:" >> /etc/group
echo ready
exec cat
`;

/** Makes the view. No firewall runs yet. */
export async function makeForeign(): Promise<Foreign> {
  const folder = mkdtempSync("/tmp/foreign-");
  mkdirSync(`${folder}/layers`);
  const holder = spawn(
    "unshare",
    [
      ...["--mount", "--propagation", "private", "sh", "-c", script],
      ...["sh", `${folder}/layers`, foreignFolder()],
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  await once(holder.stdout, "data");
  const inside = ["--target", String(holder.pid), "--mount", "--"];
  const run = async (line: string) =>
    (await execa("nsenter", [...inside, "sh", "-ec", line], { timeout: 60_000 })).stdout;
  const daemons: (() => Promise<void>)[] = [];
  const start = (...argv: readonly string[]) => {
    const child = spawn("nsenter", [...inside, ...argv], { stdio: "ignore" });
    return () => endChild(child);
  };
  const daemon = (...argv: readonly string[]) => daemons.unshift(start(...argv));
  const stopFirewalld = async () => {
    for (const end of daemons.splice(0)) await end();
  };
  const startBus = async () => {
    daemon("dbus-daemon", "--system", "--nofork", "--nopidfile");
    await until("the bus", () => run("test -S /run/dbus/system_bus_socket").catch(() => null));
  };
  return {
    run,
    start,
    startBus,
    lend(path) {
      // Its own folder may be in PATH: it must not find itself.
      const words = ["exec", "nsenter", ...inside, `/usr/bin/${basename(path)}`].join(" ");
      writeFileSync(path, `#!/bin/sh\n${words} "$@"\n`, { mode: 0o755 });
    },
    async startFirewalld() {
      await startBus();
      daemon("firewalld", "--nofork", "--nopid");
      await until("firewalld", () => run("firewall-cmd --state").catch(() => null));
    },
    stopFirewalld,
    async close() {
      await stopFirewalld();
      const ended = once(holder, "exit");
      holder.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
