import { writeRecord } from "../../../adapters/files/small-record.ts";
import { connectQmp, type QmpClient } from "../../../adapters/qemu/qmp-client.ts";
import { stackQmp } from "../../../adapters/root/open-own-network.ts";
import { refusedFile } from "../../../adapters/root/own-network.ts";
import { appError } from "../../../contract/errors/app-error.ts";
import type { PortForward, RefusedForward } from "../../../contract/lan/forward.ts";
import { viaNetOf } from "../../../contract/lan/via.ts";
import type { LanMachine } from "../../../core/computer/lan-machines.ts";
import { loopback } from "../../../core/firewall/forward-rules.ts";

const everywhere = "0.0.0.0";

/** A port of this computer that the stack takes, as `tcp:127.0.0.1:8080`. */
const portText = ({ protocol, hostPort, reach }: PortForward) =>
  `${protocol}:${reach === "host" ? loopback : everywhere}:${hostPort}`;

/**
 * Returns machines whose forwards netd leads on from the uplink: in a network of the user's own they arrive there,
 * also those of this computer's own programs.
 */
export function arrivingThere(machines: readonly LanMachine[]): readonly LanMachine[] {
  return machines.map((machine) => {
    const { forwards } = machine.network;
    if (forwards === undefined) return machine;
    const arriving = forwards.map((each) => ({ ...each, reach: "uplink" as const }));
    return { ...machine, network: { ...machine.network, forwards: arriving } };
  });
}

/**
 * Has the stack outside take exactly the ports of these machines' forwards, and lead them into the network. Which it
 * could not take is noted, for who asks netd.
 */
export async function takePorts(runtime: string, machines: readonly LanMachine[]): Promise<void> {
  const wanted = new Map(
    machines.flatMap(({ network }) =>
      (network.forwards ?? []).map((forward) => [portText(forward), forward] as const),
    ),
  );
  const connected = await connectQmp(stackQmp(runtime));
  // Where it has ended, the LAN is off, and says so.
  if (!connected.ok) return;
  try {
    await writeRecord(refusedFile(runtime), await change(connected.value, wanted));
  } finally {
    connected.value.close();
  }
}

async function change(
  stack: QmpClient,
  wanted: ReadonlyMap<string, PortForward>,
): Promise<readonly RefusedForward[]> {
  const tell = async (line: string) => {
    const answer = await stack.execute("human-monitor-command", { "command-line": line });
    return answer.ok ? String(answer.value) : answer.error.description;
  };
  const taken = takenPorts(await tell("info usernet"));
  for (const port of taken) {
    if (!wanted.has(port)) await tell(`hostfwd_remove out ${port}`);
  }
  const own = viaNetOf(0)?.own;
  const refused: RefusedForward[] = [];
  for (const [text, { protocol, hostPort: port }] of wanted) {
    if (taken.has(text)) continue;
    const said = await tell(`hostfwd_add out ${text}-${own}:${port}`);
    if (said.trim() !== "") {
      const error = appError("forward-port-taken", { protocol, port, by: "?" }, said);
      refused.push({ protocol, hostPort: port, error });
    }
  }
  return refused;
}

/** Reads the ports that the stack has taken from QEMU's list of its connections. */
function takenPorts(list: string): ReadonlySet<string> {
  const rows = list.matchAll(/^\s*(TCP|UDP)\[HOST_FORWARD\]\s+\d+\s+(\S+)\s+(\d+)\s/gm);
  return new Set(
    [...rows].map(
      ([, protocol = "", address, port]) =>
        `${protocol.toLowerCase()}:${address === "*" ? everywhere : address}:${port}`,
    ),
  );
}
