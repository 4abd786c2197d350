import * as v from "valibot";
import {
  type Airlock,
  type AirlockEntry,
  airlockEntrySchema,
  isSubnet,
  type TypedAirlock,
} from "../../contract/lan/airlock.ts";
import { formatIpv4, parseSubnet } from "../base/ip-address.ts";

/** Reads ports such as `443`, `80+443` or `8000-8100`; null if it cannot. */
function readPorts(text: string): NonNullable<AirlockEntry["ports"]> | null {
  const ranges: NonNullable<AirlockEntry["ports"]> = [];
  for (const part of text.split("+")) {
    const [, first = "", last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === "") return null;
    ranges.push({ first: Number(first), last: Number(last) });
  }
  return ranges;
}

/** Writes a subnet by its lowest address, as the kernel does, and one of a single address without a length. */
function settle(to: string): string {
  if (!isSubnet(to)) return to;
  const subnet = parseSubnet(to);
  if (subnet === null) return to;
  const { network, prefixLength } = subnet;
  return prefixLength === 32 ? formatIpv4(network) : `${formatIpv4(network)}/${prefixLength}`;
}

/**
 * Reads a destination as it is typed: `pypi.org`, `github.com:443`, `10.0.0.0/8:22+8000-8100`.
 * Null: the text is something else.
 */
export function readEntry(text: string): AirlockEntry | null {
  const [place = "", ports, ...rest] = text.trim().split(":");
  const ranges = ports === undefined ? undefined : readPorts(ports);
  if (rest.length > 0 || ranges === null) return null;
  const to = settle(place.toLowerCase().replace(/\.$/, ""));
  const parsed = v.safeParse(
    airlockEntrySchema,
    ranges === undefined ? { to } : { to, ports: ranges },
  );
  return parsed.success ? parsed.output : null;
}

/** Reads an airlock that was typed in a window; the text that cannot be read if there is one. */
export function readTypedAirlock({
  text,
  kept,
  until,
}: TypedAirlock): Airlock | { readonly wrong: string } {
  const entries = text.trim() === "" && kept.length > 0 ? [] : readEntries(text);
  if ("wrong" in entries) return entries;
  return { only: [...kept, ...entries], ...(until === null ? {} : { until }) };
}

/** Reads destinations that are separated by commas; the text that cannot be read if there is one. */
export function readEntries(text: string): readonly AirlockEntry[] | { readonly wrong: string } {
  const entries: AirlockEntry[] = [];
  for (const part of text.split(",")) {
    const entry = readEntry(part);
    if (entry === null) return { wrong: part.trim() };
    entries.push(entry);
  }
  return entries;
}
