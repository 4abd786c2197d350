import * as v from "valibot";
import { formed } from "../base/formed.ts";

/**
 * The interface of an uplink that leads through another computer of the user's: a tap of this computer whose
 * cable ends at a router there.
 */
export const viaInterfaceSchema = formed(
  "interface",
  v.pipe(v.string(), v.regex(/^via-[a-z0-9-]{1,11}$/)),
);

/** The letters behind `via-` that an interface's name has room for. */
const mostLetters = 11;
/** The letters of a long name that are kept; its sum follows them. */
const keptLetters = 6;

/** The nets that uplinks through other computers have: 198.18.0.0/15, which is in no one's use (RFC 2544). */
const viaNets = 512;

/** The number of bits of such a net's address. */
export const viaPrefix = 24;

/** Returns a sum of a text, which differs for nearly all texts (FNV-1a). */
function sumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum;
}

/** Returns the name of an interface after that of a computer, which is shortened where it is too long. */
function namedAfter(computer: string): string {
  if (computer.length <= mostLetters) return `via-${computer}`;
  const sum = sumOf(computer).toString(16).padStart(8, "0");
  return `via-${computer.slice(0, keptLetters)}${sum.slice(keptLetters - mostLetters)}`;
}

/**
 * Returns the interfaces of the uplinks through computers, by their names; these are in the order in which they
 * were added. Each is named after its computer, with a number where its net would be an earlier one's.
 */
export function viaInterfaces(computers: readonly string[]): ReadonlyMap<string, string> {
  const interfaces = new Map<string, string>();
  const taken = new Set<number | undefined>();
  for (const computer of computers) {
    let name = namedAfter(computer);
    for (let turn = 2; taken.has(viaNet(name)?.number); turn += 1) {
      name = namedAfter(`${computer}-${turn}`);
    }
    taken.add(viaNet(name)?.number);
    interfaces.set(computer, name);
  }
  return interfaces;
}

/** Returns whether an interface has the name of such an uplink. */
export function isVia(name: string): boolean {
  return v.is(viaInterfaceSchema, name);
}

/** The small net between this computer and the router on another one. */
export interface ViaNet {
  /** By which the router there is told its net. */
  readonly number: number;
  readonly subnet: string;
  /** This computer's address. */
  readonly own: string;
  readonly gateway: string;
  /** The address at which the router answers queries by the name servers there. */
  readonly nameServer: string;
}

/** Returns the net with a number; null for any other number. */
export function viaNetOf(number: number): ViaNet | null {
  if (!Number.isInteger(number) || number < 0 || number >= viaNets) return null;
  const net = `198.${18 + Math.floor(number / 256)}.${number % 256}`;
  return {
    ...{ number, subnet: `${net}.0/${viaPrefix}`, own: `${net}.15` },
    ...{ gateway: `${net}.2`, nameServer: `${net}.3` },
  };
}

/** Returns the net of such an interface; null for any other interface. */
export function viaNet(name: string): ViaNet | null {
  return isVia(name) ? viaNetOf(sumOf(name) % viaNets) : null;
}
