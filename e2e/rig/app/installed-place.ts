import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { startPolkitd, startSystemBus } from "../desktop/system-bus.ts";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import { dweller } from "./installed-debian.mjs";

const record = "/run/elevations";

/** A Debian in use: with its own system bus and polkit, and an ordinary user. */
export interface DwellerPlace {
  /** The words to put before a command, so that root runs it there. */
  readonly there: readonly string[];
  /** The words to put before a command there, so that it runs as that user. */
  readonly as: readonly string[];
  readonly polkit: {
    /** The granted actions, oldest first. */
    granted(): readonly string[];
  };
  close(): Promise<void>;
}

/**
 * Makes the folder `$1` the root of a mount namespace, with this computer's devices and kernel
 * files, and stays. A chroot does not suffice: inside one no user namespace can be made, so
 * Chromium's sandbox could not start.
 */
const moveIn = `
set -eu
mount --bind "$1" "$1"
cd "$1"
for folder in proc sys dev run tmp; do mount --rbind "/$folder" "$folder"; done
mount --bind /run/tun dev/net/tun
pivot_root . .
umount -l .
echo there
exec sleep infinity
`;

/**
 * Starts the Debian at `root`, inside the sandbox, whose /run and /tmp it shares: files there have
 * the same path inside and outside.
 */
export async function makeDwellerPlace(root: string): Promise<DwellerPlace> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.toReversed()) await endChild(child);
  };
  try {
    // Major 10, minor 200: /dev/net/tun (Documentation/admin-guide/devices.txt of the kernel).
    await execa("mknod", ["-m", "666", "/run/tun", "c", "10", "200"]);
    const { name, uid, home } = dweller;
    const runtime = `/run/user/${uid}`;
    mkdirSync(runtime, { recursive: true, mode: 0o700 });
    chownSync(runtime, uid, uid);
    writeFileSync(record, "");
    chmodSync(record, 0o666);
    writeFileSync(join(root, "etc/polkit-1/rules.d/10-test.rules"), rule(name));

    const unshared = ["--mount", "--propagation", "private", "sh", "-c", moveIn, "move-in", root];
    const holder = spawn("unshare", unshared, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(holder);
    await Promise.race([
      once(holder.stdout, "data"),
      once(holder, "exit").then(() => Promise.reject(new Error("the Debian did not come up"))),
    ]);
    const there = ["nsenter", `--mount=/proc/${holder.pid}/ns/mnt`];
    children.push((await startSystemBus({ before: there })).child);
    children.push((await startPolkitd(there)).child);
    await until("the package's actions", async () => {
      const asked = [...there, "pkaction", "--action-id", "io.github.virtray.Virtray.lan"];
      const [program = "", ...args] = asked;
      return (await execa(program, args, { reject: false })).exitCode === 0;
    });
    const words = ["--reuid", String(uid), "--regid", String(uid), "--clear-groups"];
    return {
      there,
      as: [
        ...[...there, "setpriv", ...words, "env", `HOME=${home}`, `USER=${name}`],
        ...[`XDG_RUNTIME_DIR=${runtime}`, "SHELL=/bin/bash"],
      ],
      polkit: { granted: () => readFileSync(record, "utf8").split("\n").filter(Boolean) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Grants the package's own actions alone, and logs each. */
function rule(user: string): string {
  return `polkit.addRule(function (action, subject) {
  if (action.id.indexOf("io.github.virtray.Virtray.") !== 0 || subject.user !== "${user}") return;
  polkit.spawn(["/bin/sh", "-c", 'printf "%s\\n" "$1" >> ${record}', "sh", action.id]);
  return polkit.Result.YES;
});
`;
}
