import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { runAttached } from "../process/run-attached.ts";
import { runProgram } from "../process/run-program.ts";

/** The place of a program in the LAN. */
export interface LanPlace {
  /** The folder of the switch's sockets. */
  readonly socketFolder: string;
  readonly mac: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  /** The text of its resolv.conf; null for this computer's. */
  readonly resolver: string | null;
}

/**
 * Makes a network with one card, plugged into the switch, and becomes the program in it. Until then, all that
 * is said goes to descriptor 3, and a failure is ours. The plug ends with the program, which has the user's
 * own number again, and no right over that network.
 */
const script = `
exec 4>&2 2>&3
set -eu
socket=$1 mac=$2 address=$3 gateway=$4 resolver=$5 uid=$6 gid=$7
shift 7
ip link set lo up
ip tuntap add dev lan0 mode tap
ip link set lan0 address "$mac"
setpriv --pdeathsig KILL vde_plug2tap --sock="$socket" lan0 </dev/null >&3 4>&- &
ip link set lan0 up
left=100
until ip -o link show dev lan0 | grep -q LOWER_UP; do
  left=$((left - 1))
  [ "$left" != 0 ] || { echo "the switch does not answer" >&3; exit 1; }
  sleep 0.05
done
ip address add "$address" dev lan0
ip route add default via "$gateway"
# Without it, ping needs a right that the program does not have.
echo "0 0" >/proc/sys/net/ipv4/ping_group_range || true
[ -z "$resolver" ] || mount --bind "$resolver" /etc/resolv.conf || true
exec 2>&4 4>&-
echo ready >&3
exec 3>&-
exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"
`;

/** The last line at descriptor 3 before the program runs. */
const ready = "ready\n";

/**
 * Runs a program of this computer as a member of the LAN: its network is the LAN alone. Needs no root, but
 * user namespaces. It has this program's terminal and streams; returns its exit code.
 */
export async function runInLan(
  place: LanPlace,
  command: readonly string[],
): Promise<Result<number>> {
  const own = ["--user", "--map-root-user", "--net", "--mount"];
  const allowed = await runProgram("unshare", [...own, "true"]);
  if (!allowed.ok) {
    return allowed.error.code === "program-failed"
      ? fail("user-namespaces-off", {}, allowed.error.cause)
      : allowed;
  }
  const folder = await mkdtemp(join(tmpdir(), "virtray-on-lan-"));
  try {
    const resolver = place.resolver === null ? "" : join(folder, "resolv.conf");
    if (place.resolver !== null) await writeFile(resolver, place.resolver);
    let said = "";
    const words = [
      ...[place.socketFolder, place.mac, `${place.address}/${place.prefixLength}`, place.gateway],
      ...[resolver, String(process.getuid?.() ?? 0), String(process.getgid?.() ?? 0)],
    ];
    const ended = await runAttached(
      "unshare",
      [...own, "sh", "-c", script, "on-lan", ...words, ...command],
      () => {},
      (chunk) => {
        said += chunk;
      },
    );
    if (!ended.ok || said.endsWith(ready)) return ended;
    return fail("on-lan-failed", { detail: said.trim().split("\n").at(-1) ?? "" }, said);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
