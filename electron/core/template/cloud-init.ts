import type { GuestProxy } from "../../contract/base/handed-on.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { yamlMap, yamlOf } from "../base/yaml-model.ts";
import { readYaml } from "../base/yaml-read.ts";
import { writeYaml } from "../base/yaml-write.ts";
import { agentScript } from "./agent-script.ts";
import { handOn } from "./handed-on.ts";
import { joinUserData } from "./join-user-data.ts";
import { readUserData } from "./read-user-data.ts";

/** The identity that a guest gets. */
export interface GuestIdentity {
  /** New for each machine: cloud-init makes new host keys when it changes. */
  readonly instanceId: string;
  readonly hostname: string;
  /** The LAN's domain; the guest's full name is `HOSTNAME.DOMAIN`. */
  readonly domain: string;
  readonly user: string;
  readonly sshKeys: readonly string[];
  /** The text of a cloud-config file of the person's own; null: none. */
  readonly userData: string | null;
  readonly proxy: GuestProxy | null;
  /** Certificates that it trusts besides its own, as text (PEM). */
  readonly certificates: readonly string[];
  /** Whether the guest agent is installed at its first boot. */
  readonly agent: boolean;
  readonly mac: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly nameservers: readonly string[];
}

/** The files of a NoCloud seed, by name (cloud-init, "NoCloud" data source). */
export interface CloudInitSeed {
  readonly "user-data": string;
  readonly "meta-data": string;
  readonly "network-config": string;
  /** A script that runs before the person's own; left out: none does. */
  readonly "vendor-data"?: string;
}

/** The facts of a guest that change when it is renamed, moved or copied. */
export type GuestPlace = Omit<
  GuestIdentity,
  "user" | "sshKeys" | "userData" | "proxy" | "certificates" | "agent"
>;

/** cloud-init takes a file without this first line for something else, and ignores it. */
const header = "#cloud-config\n";

/** A guest's seed, and the user to log in as; null: its user-data makes none that is known. */
export interface GuestSeed {
  readonly files: CloudInitSeed;
  readonly login: string | null;
}

/**
 * The files of the seed that gives a guest its name, its user with keys, and its fixed address.
 * The user's own user-data counts more than ours, except that its keys are added to
 * the keys chosen; text that guests cannot read is refused with the place where it goes wrong.
 */
export function buildSeed(guest: GuestIdentity): Result<GuestSeed> {
  const own = readUserData(guest.userData ?? "");
  if (!own.isRead) return fail("user-data-invalid", own.wrong);
  const joined = joinUserData(ourUserData(guest), guest, own.map);
  return ok({
    files: {
      "user-data": header + writeYaml(joined.map),
      "meta-data": write({ "instance-id": guest.instanceId, "local-hostname": guest.hostname }),
      "network-config": write(networkConfig(guest)),
      ...(guest.agent ? { "vendor-data": agentScript } : {}),
    },
    login: joined.login,
  });
}

/** Checks a text that is to become a guest's user-data; the error names the place. */
export function checkUserData(text: string): Result<void> {
  const own = readUserData(text);
  return own.isRead ? ok(undefined) : fail("user-data-invalid", own.wrong);
}

/**
 * The files of a seed for a guest that gets another name, address or id: what it does at a first boot stays as
 * it is, but for the name that Virtray wrote there.
 */
export function renewSeed(
  former: Pick<CloudInitSeed, "user-data" | "vendor-data">,
  nameBefore: string,
  guest: GuestPlace,
): CloudInitSeed {
  return {
    ...former,
    "user-data": renamed(former["user-data"], nameBefore, guest),
    "meta-data": write({ "instance-id": guest.instanceId, "local-hostname": guest.hostname }),
    "network-config": write(networkConfig(guest)),
  };
}

/** User-data with a guest's new name; as it is if it has another one, or earlier versions wrote it badly. */
function renamed(
  userData: string,
  nameBefore: string,
  { hostname, domain }: Pick<GuestIdentity, "hostname" | "domain">,
): string {
  const reading = readYaml(userData);
  if (!reading.isRead || reading.root?.kind !== "map") return userData;
  const { entries } = reading.root;
  const isOurs = entries.some(
    ({ key, value }) =>
      key.text === "hostname" && value.kind === "scalar" && value.text === nameBefore,
  );
  if (!isOurs) return userData;
  const names: Readonly<Record<string, string>> = { hostname, fqdn: `${hostname}.${domain}` };
  const changed = entries.map((entry) => {
    const name = Object.hasOwn(names, entry.key.text) ? names[entry.key.text] : undefined;
    return name === undefined ? entry : { ...entry, value: yamlOf(name) };
  });
  return header + writeYaml(yamlMap(changed));
}

const write = (value: object) => writeYaml(yamlOf(value));

/** The settings for each guest, without its user and keys. */
function ourUserData(guest: GuestIdentity) {
  return {
    hostname: guest.hostname,
    fqdn: `${guest.hostname}.${guest.domain}`,
    manage_etc_hosts: "localhost",
    // By itself, cloud-init keeps to the network of an instance's first start. Another instance-id
    // would change the guest's host keys along with its address.
    updates: { network: { when: ["boot-new-instance", "boot"] } },
    ...handOn(guest),
  };
}

/**
 * Version 2 of the format. `set-name` is there for distributions without netplan: they write the
 * configuration for this name. The default route is spelled out, because "default" and `gateway4`
 * are each refused by some version of netplan.
 */
function networkConfig(guest: GuestPlace) {
  return {
    version: 2,
    ethernets: {
      eth0: {
        match: { macaddress: guest.mac },
        "set-name": "eth0",
        dhcp4: false,
        addresses: [`${guest.address}/${guest.prefixLength}`],
        routes: [{ to: "0.0.0.0/0", via: guest.gateway }],
        nameservers: { addresses: guest.nameservers, search: [guest.domain] },
      },
    },
  };
}
