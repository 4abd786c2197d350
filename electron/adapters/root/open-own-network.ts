import { spawn } from "node:child_process";
import { mkdir, readlink, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ViaNet } from "../../contract/lan/via.ts";
import { identifyProcess } from "../../system/process-identity.ts";
import { makePrivateFolder } from "../files/paths.ts";
import { writeRecord } from "../files/small-record.ts";
import { isAlive, signalProcess } from "../process/process-identity.ts";
import { runProgram } from "../process/run-program.ts";
import {
  findOwnNetwork,
  type OwnNetwork,
  ownNetworkFolder,
  ownNetworkRecord,
} from "./own-network.ts";

/**
 * Makes the network as the first process in it, and becomes the switch between it and the stack outside. /run is
 * one of its own, where netd and dnsmasq have their files; services of this computer are not in it.
 */
const inside = `
set -eu
folder=$1 device=$2 own=$3 gateway=$4 subnet=$5 server=$6
read -r pid rest </proc/self/stat
mount --rbind /run /mnt
mount -t tmpfs -o mode=755 tmpfs /run
for each in /mnt/*; do
  name=\${each##*/}
  case "$name" in virtray|dnsmasq|systemd|dbus|NetworkManager) continue;; esac
  if [ -d "$each" ] && [ ! -L "$each" ]; then
    mkdir -p "/run/$name"
    mount --rbind "$each" "/run/$name"
  fi
done
umount -l /mnt
mkdir /run/virtray
mount --bind "$folder/run" /run/virtray
echo "nameserver $server" >"$folder/resolv.conf"
resolver=$(readlink -m /etc/resolv.conf)
[ -e "$resolver" ] || { mkdir -p "\${resolver%/*}"; : >"$resolver"; }
mount --bind "$folder/resolv.conf" "$resolver"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
ip link set lo up
ip tuntap add dev "$device" mode tap
ip address add "$own/24" dev "$device"
ip link set "$device" up
ip route add default via "$gateway" dev "$device"
# The stack's own addresses are this computer's 127.0.0.1 and its name servers.
PATH=$PATH:/usr/sbin:/sbin nft -f - <<END
table ip stack {
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    ct state new ip daddr $subnet counter reject with icmp type admin-prohibited
  }
}
END
mkfifo "$folder/out/in"
echo "$pid"
exec >/dev/null 2>&1
exec vde_switch -s "$folder/out/ctl" -m 600 -M "$folder/out/mgmt" --mgmtmode 600 -tap "$device" <>"$folder/out/in"
`;

/** Keeps both sides: it ends with either, and both end with it. */
const keeper = `
set -u
folder=$1 inside=$2
shift 2
words=("\${@:1:6}")
stack=("\${@:7}")
setpriv --pdeathsig KILL unshare --user --map-root-user --net --mount --pid --fork --kill-child -- \
  sh -c "$inside" inside "\${words[@]}" &
while [ ! -S "$folder/out/mgmt" ]; do
  jobs -r %1 >/dev/null 2>&1 || exit 1
  sleep 0.02
done
exec >/dev/null 2>&1
setpriv --pdeathsig KILL "\${stack[@]}" &
wait -n
`;

/** The time in ms that it takes at most on a busy computer. */
const openMs = 20_000;
const pauseMs = 20;

/** The parts of a network of the user's own. */
export interface OwnNetworkParts {
  readonly runtime: string;
  readonly uid: number;
  readonly net: ViaNet;
  /** The name of the interface by which packets leave it. */
  readonly device: string;
  /** Returns the command of the stack outside, by the folder of its switch and its QMP socket. */
  readonly stack: (switchFolder: string, qmp: string) => readonly string[];
}

/** Returns the QMP socket of the stack outside. */
export const stackQmp = (runtime: string) => join(ownNetworkFolder(runtime), "out/qmp");

/** Opens a network of the user's own, unless one lives; it outlives this program, and takes no root. */
export async function openOwnNetwork(parts: OwnNetworkParts): Promise<Result<OwnNetwork>> {
  const { runtime, uid } = parts;
  const present = findOwnNetwork(runtime);
  if (present !== null) return ok(present);
  const allowed = await runProgram("unshare", ["--user", "--map-root-user", "--net", "true"]);
  if (!allowed.ok) {
    return allowed.error.code === "program-failed"
      ? fail("user-namespaces-off", {}, allowed.error.cause)
      : allowed;
  }
  const folder = ownNetworkFolder(runtime);
  const made = makePrivateFolder(folder, uid);
  if (!made.ok) return made;
  await Promise.all(
    ["run", "out", "network.json"].map((name) =>
      rm(join(folder, name), { recursive: true, force: true }),
    ),
  );
  await mkdir(join(folder, "run"), { mode: 0o755 });
  await mkdir(join(folder, "out"), { mode: 0o700 });
  const opened = await start(parts, folder);
  if (!opened.ok) return opened;
  const found = findOwnNetwork(runtime);
  return found === null ? fail("own-network-failed", { detail: "ended-silently" }) : ok(found);
}

async function start(
  { runtime, net, device, stack }: OwnNetworkParts,
  folder: string,
): Promise<Result<void>> {
  const words = [folder, device, net.own, net.gateway, net.subnet, net.nameServer];
  const qmp = stackQmp(runtime);
  const command = [folder, inside, ...words, ...stack(join(folder, "out/ctl"), qmp)];
  const child = spawn("/bin/bash", ["--norc", "--noprofile", "-c", keeper, "keeper", ...command], {
    ...{ detached: true, cwd: "/", stdio: ["ignore", "pipe", "pipe"] },
    env: { ...process.env, LC_ALL: "C" },
  });
  let said = "";
  let complaint = "";
  let isOver = false;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  child.once("error", (error) => {
    complaint += String(error);
    isOver = true;
  });
  child.once("exit", () => {
    isOver = true;
  });
  const deadline = Date.now() + openMs;
  while (!isOver && Date.now() < deadline && !(said.includes("\n") && (await listens(qmp)))) {
    await delay(pauseMs);
  }
  const [first, outer] = await Promise.all([
    identifyProcess(Number.parseInt(said, 10)),
    identifyProcess(child.pid ?? -1),
  ]);
  if (isOver || first === null || outer === null || !(await listens(qmp))) {
    child.kill("SIGKILL");
    const detail = complaint.trim().split("\n").at(-1) || "not-in-time";
    return fail("own-network-failed", { detail }, complaint);
  }
  const namespace = (await readlink(`/proc/${first.pid}/ns/net`)).replace(/\D/g, "");
  await writeRecord(ownNetworkRecord(runtime), { inside: first, keeper: outer, namespace });
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
  return ok(undefined);
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Ends the network of the user's own with all that runs in it, and removes its files. */
export async function closeOwnNetwork(runtime: string): Promise<void> {
  const found = findOwnNetwork(runtime);
  if (found !== null) {
    for (const each of [found.keeper, found.inside]) {
      await signalProcess(each, "SIGKILL");
      while (await isAlive(each)) await delay(pauseMs);
    }
  }
  await rm(ownNetworkFolder(runtime), { recursive: true, force: true });
}
