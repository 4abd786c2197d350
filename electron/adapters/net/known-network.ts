import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import {
  type HostWay,
  hostWays,
  knownNetworkOf,
  type ManagedConnection,
  parseConnections,
} from "../../core/uplink/known-network.ts";
import { runProgram } from "../process/run-program.ts";
import { readNeighbour } from "./path-probes.ts";
import type { NetworkFacts } from "./read-interfaces.ts";

const networkManager = "/run/NetworkManager";
const nmcliTimeoutMs = 3000;
/** A living gateway answers within milliseconds; the kernel asks again after a second. */
const answerMs = 1500;
const answerPaceMs = 25;
/**
 * A port without a listener (discard, RFC 863): the kernel asks for the gateway's card all the
 * same.
 */
const discardPort = 9;

/**
 * Returns the networks that this computer is connected to, the preferred one first; one that cannot
 * be identified is left out. Takes up to two seconds if a gateway does not answer.
 */
export async function findKnownNetworks(
  network: NetworkFacts,
  lan: string,
): Promise<readonly KnownNetwork[]> {
  const ways = hostWays(network, lan);
  if (ways.length === 0) return [];
  const connections = await readConnections();
  const places = await Promise.all(
    ways.map(async (way) => {
      const connection = connections.find((each) => each.interface === way.interface);
      return knownNetworkOf(way, connection, await gatewayCard(way));
    }),
  );
  return places.flatMap((place) => place ?? []);
}

async function readConnections(): Promise<readonly ManagedConnection[]> {
  if (!existsSync(networkManager)) return [];
  const args = ["-t", "-f", "DEVICE,STATE,CON-UUID,CONNECTION", "device"];
  const said = await runProgram("nmcli", args, { timeout: nmcliTimeoutMs });
  return said.ok ? parseConnections(said.value.stdout) : [];
}

/**
 * Returns the MAC address of a connection's gateway: the kernel knows it, or asks for it once a
 * packet is sent there.
 */
async function gatewayCard({ gateway, interface: name }: HostWay): Promise<string | null> {
  if (gateway === null) return null;
  const deadline = Date.now() + answerMs;
  for (let isAsked = false; ; isAsked = true) {
    const { lladdr, state } = await readNeighbour(gateway, name);
    const isKnown = !state.some((each) => ["INCOMPLETE", "FAILED", "NONE"].includes(each));
    if (lladdr !== undefined && isKnown) return lladdr;
    if (Date.now() > deadline) return null;
    if (!isAsked) await sendTo(gateway);
    await delay(answerPaceMs);
  }
}

function sendTo(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    // A later call reports the error; it matters only that a packet was sent.
    socket.on("error", () => {});
    socket.send("", discardPort, address, () => {
      socket.close();
      resolve();
    });
  });
}
