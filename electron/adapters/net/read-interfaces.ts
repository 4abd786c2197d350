import { access, readFile, readlink } from "node:fs/promises";
import * as v from "valibot";
import { kernelInterfaceNameSchema } from "../../contract/base/primitives.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { resolvConfServers, resolverFiles } from "../../core/lan/names/upstream-dns.ts";
import { parseLookup } from "../../core/lan/plan/route-lookup.ts";
import {
  type Link,
  listRoutes,
  parseLinks,
  parseRoutes,
  type Route,
} from "../../core/uplink/ip-json.ts";
import type { SysfsFacts } from "../../core/uplink/uplinks.ts";
import { findOwnNetwork } from "../root/own-network.ts";
import { runWhereTheLanIs } from "./where-the-lan-is.ts";

/** The interfaces, routes and name servers where the LAN is, as every user may read them. */
export interface NetworkFacts {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly nameServers: readonly string[];
  readonly facts: ReadonlyMap<string, SysfsFacts>;
}

async function ip<T>(args: readonly string[], parse: (text: string) => Result<T>) {
  const output = await runWhereTheLanIs("ip", args);
  return output.ok ? parse(output.value.stdout) : output;
}

/** Reads them again. */
export async function readNetwork(): Promise<Result<NetworkFacts>> {
  const [links, routes, ...resolvers] = await Promise.all([
    ip(["-j", "-d", "address", "show"], parseLinks),
    ip(listRoutes, parseRoutes),
    ...resolverFiles.map((path) => readFile(path, "utf8").catch(() => "")),
  ]);
  if (!links.ok) return links;
  if (!routes.ok) return routes;
  const facts = await Promise.all(
    links.value.map(async (link) => [link.name, await sysfsFacts(link.name)] as const),
  );
  return ok({
    links: links.value,
    routes: routes.value,
    nameServers: resolvers.flatMap(resolvConfServers),
    facts: new Map(facts),
  });
}

/**
 * Returns the interface in the kernel's answer to these arguments; null if packets cannot leave.
 */
export async function lookUp(words: readonly string[]): Promise<string | null> {
  const said = await runWhereTheLanIs("ip", words);
  return said.ok ? parseLookup(said.value.stdout) : null;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function sysfsFacts(name: string): Promise<SysfsFacts> {
  const folder = `${findOwnNetwork()?.root ?? ""}/sys/class/net/${name}`;
  const [phy, wireless, uevent, bus] = await Promise.all([
    exists(`${folder}/phy80211`),
    exists(`${folder}/wireless`),
    readFile(`${folder}/uevent`, "utf8").catch(() => ""),
    readlink(`${folder}/device/subsystem`).catch(() => ""),
  ]);
  return {
    wifi: phy || wireless,
    modem: /^DEVTYPE=wwan$/m.test(uevent),
    usb: bus.endsWith("/usb"),
  };
}

/** Returns whether the kernel has an interface of a name, whatever the name is. */
export async function isInterface(name: string): Promise<boolean> {
  return (
    v.is(kernelInterfaceNameSchema, name) &&
    exists(`${findOwnNetwork()?.root ?? ""}/sys/class/net/${name}`)
  );
}
