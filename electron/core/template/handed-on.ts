import * as v from "valibot";
import { type GuestProxy, proxyUrlSchema } from "../../contract/base/handed-on.ts";
import { formatSubnet, parseIpv4, subnetOf } from "../base/ip-address.ts";
import { isLeftOut, type YamlNode, yamlGet, yamlList, yamlMap } from "../base/yaml-model.ts";

/** The addresses of a guest's network that are reached without a proxy. */
interface Nearby {
  readonly domain: string;
  readonly gateway: string;
  readonly prefixLength: number;
}

/** Returns cloud-config that has a guest use a proxy and trust certificates; empty for neither. */
export function handOn({
  proxy,
  certificates,
  ...nearby
}: Nearby & {
  readonly proxy: GuestProxy | null;
  readonly certificates: readonly string[];
}): Readonly<Record<string, unknown>> {
  return {
    ...(proxy === null
      ? {}
      : {
          apt: { proxy: proxy.url, https_proxy: proxy.url },
          write_files: [
            { path: "/etc/environment", append: true, content: environment(proxy, nearby) },
          ],
        }),
    ...(certificates.length === 0 ? {} : { ca_certs: { trusted: [...certificates] } }),
  };
}

/** Programs read these names in small letters, in large ones, or both. */
function environment({ url, except }: GuestProxy, { domain, gateway, prefixLength }: Nearby) {
  const address = parseIpv4(gateway);
  const lan = address === null ? [] : [formatSubnet(subnetOf(address, prefixLength))];
  const without = ["localhost", "127.0.0.1", "::1", `.${domain}`, gateway, ...lan, ...except];
  const variables = { http_proxy: url, https_proxy: url, no_proxy: without.join(",") };
  return Object.entries(variables)
    .flatMap(([name, value]) => [`${name}=${value}\n`, `${name.toUpperCase()}=${value}\n`])
    .join("");
}

/** The settings of ours to which a person's own are added, instead of taking their place. */
export const joinedSettings: ReadonlySet<string> = new Set(["apt", "write_files", "ca_certs"]);

/** Lays a person's value over ours: lists follow each other, and of maps each key counts by itself. */
export function layOver(ours: YamlNode, theirs: YamlNode): YamlNode {
  if (isLeftOut(theirs)) return ours;
  if (ours.kind === "list" && theirs.kind === "list") {
    return yamlList([...ours.items, ...theirs.items]);
  }
  if (ours.kind !== "map" || theirs.kind !== "map") return theirs;
  const given = new Set(theirs.entries.map(({ key }) => key.text));
  return yamlMap([
    ...ours.entries.filter(({ key }) => !given.has(key.text)),
    ...theirs.entries.map(({ key, value }) => {
      const own = yamlGet(ours, key.text);
      return { key, value: own === undefined ? value : layOver(own, value) };
    }),
  ]);
}

/** Returns the host of a proxy that is the computer itself, which means the guest itself there; null for others. */
export function ownHostOf(url: string): { readonly host: string; readonly port: number } | null {
  const parts = /^(https?):\/\/(?:[^@]*@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(url);
  const [, protocol, host = "", port] = parts ?? [];
  const isOwn = /^(?:localhost|.+\.localhost|127(?:\.\d+){0,3}|0(?:\.0){0,3}|\[[0:]*:1?\])$/i.test(
    host,
  );
  return isOwn ? { host, port: Number(port ?? (protocol === "https" ? 443 : 80)) } : null;
}

/** Reads what an environment says of proxies; null: nothing that a guest can use. */
export function proxyOf(url: string, except: string): GuestProxy | null {
  if (!v.is(proxyUrlSchema, url)) return null;
  const names = except.split(/[\s,]+/).filter((name) => /^[A-Za-z0-9.*:/_-]{1,255}$/.test(name));
  return { url, except: names };
}
