import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { ForwardedPort, LanForward, RefusedForward } from "../../contract/lan/forward.ts";
import { loopback } from "../../core/firewall/forward-rules.ts";
import {
  findPublisher,
  type PublishingRules,
  readPublishing,
} from "../../core/firewall/published-ports.ts";
import { leastPortFile, leastPortIn, listenerInTheWay } from "../../core/lan/port-holder.ts";
import type { PortLook } from "./port-look.ts";

/**
 * Binds the ports of this computer that forwards take. netd binds each port itself, as a program
 * would, so that no user can receive packets meant for another user's program; a port that rules of
 * other programs redirect is left to them.
 */
export interface PortHolds {
  /**
   * Holds the ports of exactly these from now on; returns the forwards that may be in force. A port
   * that could not be bound is tried again with each call.
   */
  keep(forwards: readonly LanForward[], lan: string): Promise<readonly LanForward[]>;
  /** Returns the forwards that may not be in force, each with its error. */
  refused(): readonly RefusedForward[];
}

type Release = () => Promise<void>;

interface Hold extends Pick<LanForward, "reach"> {
  readonly release: Release;
}

/** The facts about all ports of one call, read when the first port needs them. */
interface Seen {
  readonly listeners: () => Promise<string | null>;
  readonly publishing: () => Promise<PublishingRules>;
  readonly addresses: readonly string[];
}

const nameOf = ({ protocol, hostPort }: ForwardedPort) => `${hostPort}/${protocol}`;

/** Returns a function that asks once and shares the answer. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}

/**
 * Makes the holder of ports for one user.
 *
 * @param leastPort the first port that this user may take: below are those of the system's services
 * @param look tells what ports are taken by
 * @param told hears of each port that begins to be refused
 */
export function createPortHolds(
  leastPort: number,
  look: PortLook,
  told: (what: string) => void,
): PortHolds {
  const held = new Map<string, Hold>();
  let refused: ReadonlyMap<string, RefusedForward> = new Map();

  async function letGo(name: string): Promise<void> {
    const known = held.get(name);
    held.delete(name);
    await known?.release();
  }

  async function refusal(forward: LanForward, lan: string, seen: Seen): Promise<AppError | null> {
    const { protocol, hostPort: port, reach } = forward;
    if (port < leastPort) return appError("forward-port-privileged", { port, least: leastPort });
    const publisher = findPublisher(await seen.publishing(), forward, seen.addresses);
    if (publisher !== null) {
      await letGo(nameOf(forward));
      return appError("forward-port-published", { protocol, port, ...publisher });
    }
    const known = held.get(nameOf(forward));
    if (known?.reach === reach) return null;
    const isTaken =
      reach === "uplink" &&
      isTakenOutside(await seen.listeners(), forward, lan, known !== undefined);
    const release = isTaken ? null : (known?.release ?? (await hold(forward)));
    if (release === null) return appError("forward-port-taken", { protocol, port, by: "?" });
    held.set(nameOf(forward), { reach, release });
    return null;
  }

  return {
    async keep(forwards, lan) {
      const wanted = new Set(forwards.map(nameOf));
      for (const name of [...held.keys()]) if (!wanted.has(name)) await letGo(name);
      const now = new Map<string, RefusedForward>();
      const seen: Seen = {
        listeners: once(look.listeners),
        publishing: once(async () => {
          const { nft, legacy } = await look.rules();
          return readPublishing(nft, legacy);
        }),
        addresses: (await look.addresses()).filter((address) => address !== lan),
      };
      for (const forward of forwards) {
        const name = nameOf(forward);
        const why = await refusal(forward, lan, seen);
        if (why === null) continue;
        const { protocol, hostPort } = forward;
        now.set(name, { protocol, hostPort, error: why });
        if (!refused.has(name)) told(`no forward of ${name}: ${why.code}`);
      }
      refused = now;
      return forwards.filter((forward) => !now.has(nameOf(forward)));
    },
    refused: () => [...refused.values()],
  };
}

/**
 * Returns whether a program listens at the port on an address that others reach; true if that is
 * unknown.
 */
function isTakenOutside(
  listeners: string | null,
  { protocol, hostPort }: LanForward,
  lan: string,
  isHeld: boolean,
): boolean {
  if (listeners === null) return true;
  const ofThePort = new RegExp(`^${protocol} +(\\S+ +\\d+ +\\d+ +\\S+:${hostPort} .*)$`, "gm");
  const lines = [...listeners.matchAll(ofThePort)].map(([, line = ""]) => line);
  return listenerInTheWay(lines.join("\n"), "uplink", lan, isHeld) !== null;
}

function hold({ protocol, hostPort: port }: ForwardedPort): Promise<Release | null> {
  return new Promise((resolve) => {
    // No packet arrives while the forward is in force; while its rules are gone, connections are
    // closed.
    const holder =
      protocol === "tcp"
        ? createServer((socket) => socket.destroy()).listen({
            host: loopback,
            port,
            exclusive: true,
          })
        : createSocket("udp4").bind({ address: loopback, port, exclusive: true });
    holder.on("error", () => resolve(null));
    holder.once("listening", () =>
      resolve(() => new Promise((released) => holder.close(() => released()))),
    );
  });
}

/** Returns the first port that a user may take. */
export function leastPortOf(uid: number): number {
  return leastPortIn(readFileSync(leastPortFile, "utf8"), uid);
}
