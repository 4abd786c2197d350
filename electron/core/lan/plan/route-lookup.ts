import * as v from "valibot";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { followsHost, isShut } from "../../../contract/uplink/choice.ts";
import { broadcastOf, formatIpv4 } from "../../base/ip-address.ts";
import { lanSubnet } from "./own-routing.ts";

/** An address to which hosts do not have routes of their own (TEST-NET-2, RFC 5737). */
const everywhere = "198.51.100.1";
const ask = ["-4", "-j", "route", "get", everywhere];

/** The arguments for `ip` that ask the kernel for the route of this computer's own traffic. */
export const ownLookup: readonly string[] = ask;

/**
 * Returns the arguments for `ip` that ask the kernel for the route of a packet from a machine of
 * the LAN, by all rules and tables. `from` is the machine's address, or null for a machine without
 * an uplink of its own; the query fails while the LAN's interface does not exist.
 */
export function lanLookup(
  { lan, machineUplinks }: DesiredLan,
  from: string | null,
): readonly string[] {
  const taken = new Set([lan.address, ...machineUplinks.map(({ address }) => address)]);
  let address = broadcastOf(lanSubnet(lan)) - 1;
  // There are more addresses than uplinks of machines; otherwise any address gives the same answer.
  while (taken.has(formatIpv4(address)) && address > lanSubnet(lan).network + 1) address -= 1;
  return [...ask, "from", from ?? formatIpv4(address), "iif", lan.interface];
}

/**
 * Returns `ip route get`'s arguments for a packet of the LAN, or else of the first machine that
 * follows this computer's own routing; null if none does.
 */
export function automaticLookup(desired: DesiredLan): readonly string[] | null {
  if (followsHost(desired.uplink)) return lanLookup(desired, null);
  const machine = desired.machineUplinks.find(({ uplink }) => followsHost(uplink));
  return machine === undefined ? null : lanLookup(desired, machine.address);
}

/**
 * Returns what asks the kernel where packets go whose uplink is not this computer's own routing, one
 * line for each of `ip -batch`, and reads the answers: the interface by which the LAN's packets (null)
 * or those of a machine leave, or null where they are refused.
 */
export function ledLookup(desired: DesiredLan): {
  readonly lines: string;
  readonly parse: (answers: string) => ReadonlyMap<string | null, string | null>;
} {
  const questions = [{ address: null, uplink: desired.uplink }, ...desired.machineUplinks]
    .filter(({ uplink }) => !followsHost(uplink) && !isShut(uplink))
    .map(({ address }) => ({ address, words: lanLookup(desired, address) }));
  const fromOf = (words: readonly string[]) => words[words.indexOf("from") + 1];
  return {
    lines: questions
      .map(({ words }) => `${words.slice(ask.indexOf("route")).join(" ")}\n`)
      .join(""),
    parse(answers) {
      // A question that is refused has no line, so each answer is known by its source.
      const found = new Map(
        answers
          .split("\n")
          .flatMap((line) => parseAnswer(line) ?? [])
          .map(({ from, dev }) => [from, dev]),
      );
      return new Map(
        questions.map(({ address, words }) => [address, found.get(fromOf(words)) ?? null]),
      );
    },
  };
}

/** The arguments for `ip` to answer `ledLookup`; it goes on after a question that is refused. */
export const ledArguments = ["-4", "-j", "-force", "-batch", "-"] as const;

const answerSchema = v.tuple([v.object({ dev: v.string(), from: v.optional(v.string()) })]);

function parseAnswer(text: string): v.InferOutput<typeof answerSchema>[0] | null {
  try {
    const parsed = v.safeParse(answerSchema, JSON.parse(text));
    return parsed.success ? parsed.output[0] : null;
  } catch {
    return null;
  }
}

/** Returns the interface in the kernel's answer; null if packets cannot leave. */
export function parseLookup(text: string): string | null {
  return parseAnswer(text)?.dev ?? null;
}
