import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { findOwnNetwork } from "../root/own-network.ts";
import { type Neighbour, readNeighbours } from "./neighbours.ts";
import { runWhereTheLanIs } from "./where-the-lan-is.ts";

/** The outcome of a connection attempt: a host answers, the host is absent, or silence. */
type Knock = "there" | "absent" | "silent";

/** The port that is knocked at: SSH's. An answer that it is closed is a sign of life just as well. */
const knockPort = 22;

/**
 * Knocks where the LAN is, if that is not this computer's network: there, such an address would be a stranger's.
 * Bash knocks, and tells how that ended in words (strerror(3)).
 */
async function knockInside(address: string, timeoutMs: number): Promise<Knock> {
  const done = await runWhereTheLanIs("timeout", [
    `${timeoutMs / 1000}`,
    "bash",
    "-c",
    'exec 3<>"/dev/tcp/$1/$2"',
    "knock",
    address,
    `${knockPort}`,
  ]);
  if (done.ok || /refused|reset/.test(done.error.cause ?? "")) return "there";
  return /No route|unreachable/.test(done.error.cause ?? "") ? "absent" : "silent";
}

function knock(address: string, timeoutMs: number): Promise<Knock> {
  if (findOwnNetwork() !== null) return knockInside(address, timeoutMs);
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: knockPort });
    const end = (result: Knock) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end("silent"), timeoutMs);
    socket.once("connect", () => end("there"));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ECONNRESET") end("there");
      else if (error.code === "ETIMEDOUT") end("silent");
      else end("absent");
    });
  });
}

/** A machine behind an interface; when its guest began to run, where that is known. */
interface Knocked {
  readonly address: string;
  readonly mac: string;
  readonly interface: string;
  readonly startedAt?: number | null;
}

/**
 * The state of a card in the kernel's neighbour table (ip-neighbour(8)); `asking`: it is being
 * probed.
 */
type CardState = "confirmed" | "asking" | "unknown";

/** The kernel tells ages, and the time of its own start, in whole seconds. */
const roundingMs = 2000;

async function lookUpNeighbour({
  address,
  mac,
  interface: interfaceName,
  startedAt = null,
}: Knocked): Promise<CardState> {
  const all = await readLately(interfaceName);
  const found = all.find(({ dst, lladdr }) => dst === address && lladdr === mac);
  const states = found?.state ?? [];
  // Only REACHABLE was confirmed within the last seconds; other entries outlive a dead machine.
  if (states.includes("REACHABLE")) {
    // An answer of the run before tells nothing of a machine that has just been started.
    const confirmedAt = Date.now() - (found?.confirmed ?? 0) * 1000 - roundingMs;
    return startedAt === null || confirmedAt >= startedAt ? "confirmed" : "unknown";
  }
  return states.includes("DELAY") || states.includes("PROBE") ? "asking" : "unknown";
}

const readAll = (interfaceName: string) =>
  readNeighbours(["-4", "-s", "-j", "neigh", "show", "dev", interfaceName]);

/** For so long (ms) a reading is shared with other callers. */
const sharedMs = 400;
const lately = new Map<
  string,
  { readonly at: number; readonly read: Promise<readonly Neighbour[]> }
>();

/**
 * Reads the neighbour table, or returns a reading of a moment ago: where many machines boot, all
 * ask at once, and each start of a program blocks the main process, on a busy computer for a tenth
 * of a second.
 */
function readLately(interfaceName: string): Promise<readonly Neighbour[]> {
  const last = lately.get(interfaceName);
  if (last !== undefined && Date.now() - last.at < sharedMs) return last.read;
  const read = readAll(interfaceName);
  lately.set(interfaceName, { at: Date.now(), read });
  return read;
}

/** The kernel waits 5 s and then asks three times, a second apart (arp(7)). */
const askingMs = 9000;
const askingPaceMs = 500;

/**
 * Returns whether the kernel hears this hardware address at this address. Our knock made it find
 * out anew if it had not heard it lately; with patience, that is waited for.
 */
async function isNeighbour(machine: Knocked, isPatient: boolean): Promise<boolean> {
  const deadline = Date.now() + (isPatient ? askingMs : 0);
  let known = await lookUpNeighbour(machine);
  while (known === "asking" && Date.now() < deadline) {
    await delay(askingPaceMs);
    known = await lookUpNeighbour(machine);
  }
  return known === "confirmed";
}

/** Which address the kernel knows of which card behind an interface, however long ago it heard it. */
export async function knownNeighbours(
  interfaceName: string,
): Promise<readonly { readonly mac: string; readonly address: string }[]> {
  return (await readAll(interfaceName)).flatMap(({ dst, lladdr }) =>
    dst === undefined || lladdr === undefined ? [] : [{ mac: lladdr, address: dst }],
  );
}

/** From this time limit on (ms) a request waits for the kernel's own probes. */
const patientMs = 1000;

/**
 * Returns whether a guest answers at its address in the LAN, found without any right: by knocking
 * at a port, and where a firewall swallows that, by the kernel's fresh knowledge of its card.
 */
export async function isReachable(machine: Knocked, timeoutMs: number): Promise<boolean> {
  switch (await knock(machine.address, timeoutMs)) {
    case "there":
      return true;
    case "absent":
      return false;
    case "silent":
      return isNeighbour(machine, timeoutMs >= patientMs);
  }
}
