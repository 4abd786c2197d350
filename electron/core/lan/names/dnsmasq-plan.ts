import type { Reservation } from "../../../contract/lan/netd.ts";
import { type LanSettings, lanDomain } from "../../../contract/lan/network.ts";
import { contains, formatIpv4, netmask, parseIpv4 } from "../../base/ip-address.ts";
import { lanSubnet } from "../plan/own-routing.ts";

/**
 * The folder of dnsmasq's files; netd writes them, except the leases, which dnsmasq keeps. Only
 * dnsmasq, root and, for the leases, the LAN's user may read them.
 */
export interface DnsmasqFiles {
  readonly hosts: string;
  readonly names: string;
  readonly servers: string;
  readonly leases: string;
}

/**
 * Debian's AppArmor profile lets dnsmasq read and write in this folder, which every user may read.
 */
export const dnsmasqFolder = "/run/dnsmasq";

/** Returns the files of one LAN's dnsmasq; `name` has its user and network namespace. */
export function dnsmasqFiles(name: string): DnsmasqFiles {
  const path = (end: string) => `${dnsmasqFolder}/virtray-${name}.${end}`;
  return {
    hosts: path("hosts"),
    names: path("names"),
    servers: path("servers"),
    leases: path("leases"),
  };
}

/** The addresses and names that dnsmasq is to serve. */
export interface DesiredDnsmasq {
  readonly lan: LanSettings;
  readonly reservations: readonly Reservation[];
  /** The servers for other names; each may be followed by `@INTERFACE`. */
  readonly upstream: readonly string[];
  /** The services that it offers: another program may have the port of one. */
  readonly serves: { readonly dns: boolean; readonly dhcp: boolean };
  /** The port of its name server; the usual one if absent. */
  readonly port?: number;
  /** The only names that it asks others for, each with nft's set for its addresses; absent for all. */
  readonly only?: readonly AllowedName[];
}

/** A name that a machine may reach, with all names below it. */
export interface AllowedName {
  readonly name: string;
  /** The set as dnsmasq names it, such as `4#inet#TABLE#SET`. */
  readonly set: string;
}

/** A guest asks again after so many seconds, so that an address that it uses is in the set. */
const longestAnswer = 60;

/** dnsmasq's arguments, which need a restart, and its files, which need a signal. */
export interface DnsmasqPlan {
  readonly args: readonly string[];
  readonly texts: Readonly<Record<Exclude<keyof DnsmasqFiles, "leases">, string>>;
}

/**
 * Returns the addresses for guests without a reservation: from .200 to .249 in a /24, and the same
 * part of any other subnet. Machines are given the addresses below it first.
 */
export function dynamicRange(lan: LanSettings): { readonly first: string; readonly last: string } {
  const { network, prefixLength } = lanSubnet(lan);
  const size = 2 ** (32 - prefixLength);
  const first = network + Math.floor((size * 200) / 256);
  const last = network + Math.floor((size * 250) / 256) - 1;
  return { first: formatIpv4(first), last: formatIpv4(last) };
}

/** Returns whether a guest without a reservation may get an address. */
export function isDynamic(lan: LanSettings, address: string): boolean {
  const wanted = parseIpv4(address) ?? 0;
  const { first, last } = dynamicRange(lan);
  return (
    contains(lanSubnet(lan), wanted) &&
    wanted >= (parseIpv4(first) ?? 0) &&
    wanted <= (parseIpv4(last) ?? 0)
  );
}

/**
 * Returns the command line and the files of the LAN's dnsmasq. All values were parsed with the
 * contract's patterns, so none of them can be an option, a separator or another line.
 */
export function planDnsmasq(desired: DesiredDnsmasq, files: DnsmasqFiles): DnsmasqPlan {
  const { lan, reservations, upstream, serves, port, only } = desired;
  const { first, last } = dynamicRange(lan);
  const mask = formatIpv4(netmask(lan.prefixLength));
  const lines = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");
  const nameLine = (address: string, name: string) => `${address} ${name}.${lanDomain} ${name}`;
  return {
    args: [
      "--keep-in-foreground",
      // It must not read the system's configuration, nor become a daemon.
      "--conf-file=/dev/null",
      "--pid-file=",
      "--log-facility=-",
      `--interface=${lan.interface}`,
      "--except-interface=lo",
      // The tap may be recreated while it runs.
      "--bind-dynamic",
      "--no-hosts",
      "--no-resolv",
      "--no-poll",
      `--domain=${lanDomain}`,
      ...(serves.dns
        ? [
            ...(port === undefined ? [] : [`--port=${port}`]),
            `--local=/${lanDomain}/`,
            `--addn-hosts=${files.names}`,
            `--servers-file=${files.servers}`,
            ...(only === undefined ? ["--cache-size=1000"] : onlyArgs(only)),
          ]
        : ["--port=0"]),
      ...(serves.dhcp
        ? [
            `--dhcp-range=${first},${last},${mask},1h`,
            "--dhcp-authoritative",
            "--dhcp-ignore-clid",
            "--dhcp-no-override",
            // A name belongs to a machine by its reservation, never by the host name that a guest
            // sends.
            "--dhcp-ignore-names",
            "--no-ping",
            `--dhcp-hostsfile=${files.hosts}`,
            `--dhcp-leasefile=${files.leases}`,
          ]
        : []),
    ],
    texts: {
      hosts: lines(reservations.map(({ mac, address, name }) => `${mac},${address},${name}`)),
      names: lines([
        // A machine of that name keeps it for itself.
        ...(reservations.some(({ name }) => name === "host")
          ? []
          : [nameLine(lan.address, "host")]),
        ...reservations.map(({ address, name }) => nameLine(address, name)),
      ]),
      servers: lines(
        only === undefined
          ? upstream.map((server) => `server=${server}`)
          : only.flatMap(({ name }) => upstream.map((server) => `server=/${name}/${server}`)),
      ),
    },
  };
}

/**
 * Returns the arguments for a machine with an airlock. Nothing is cached, because only answers from others put
 * addresses into the sets; queries are logged, so that the names are known that were refused.
 */
function onlyArgs(only: readonly AllowedName[]): readonly string[] {
  return [
    "--cache-size=0",
    `--max-ttl=${longestAnswer}`,
    "--log-queries",
    ...only.map(({ name, set }) => `--nftset=/${name}/${set}`),
  ];
}

/**
 * Returns whether reservations were removed or changed: dnsmasq would know such a name by its lease
 * for an hour.
 */
export function losesReservations(before: DnsmasqPlan, after: DnsmasqPlan): boolean {
  const kept = new Set(after.texts.hosts.split("\n"));
  return before.texts.hosts.split("\n").some((line) => !kept.has(line));
}

/** Returns a file of leases without those of reservations that no longer exist. */
export function pruneLeases(leases: string, { texts }: DnsmasqPlan): string {
  const reserved = new Set(texts.hosts.split("\n"));
  return leases
    .split("\n")
    .filter((line) => {
      const [, mac = "", address = "", name = "*"] = line.split(" ");
      return name === "*" || reserved.has(`${mac},${address},${name}`);
    })
    .join("\n");
}
