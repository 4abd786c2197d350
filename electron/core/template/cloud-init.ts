import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
  type ScalarTag,
  stringify,
  visit,
} from "yaml";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { findTooDeep } from "../base/yaml-depth.ts";

/** What a guest is told about itself. */
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
}

/** cloud-init takes a file without this first line for something else, and ignores it. */
const header = "#cloud-config\n";

/** Far more than any cloud-config needs, and it still fits the seed's small file system. */
const mostUserDataLength = 256 * 1024;

/** Texts stay on one line and never become numbers or dates: each is in quotes. */
function write(value: unknown): string {
  return stringify(value, {
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

const leftOut: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^$/,
  identify: (value) => value === null,
  resolve: () => null,
  stringify: () => "",
};

/**
 * Reads YAML without giving plain values a type, so that they are written again as they stood:
 * `0644` and `yes` mean to cloud-init (YAML 1.1) what they would not mean here.
 */
function read(text: string) {
  return parseDocument(text, {
    schema: "failsafe",
    // Only the value that is left out needs a type: without one it could not be written again.
    customTags: [leftOut],
    prettyErrors: false,
  });
}

/**
 * The files of the seed that gives a guest its name, its user with keys, and its fixed address.
 * What the person's own user-data says counts more than ours, except that its keys are added to
 * the keys chosen; text that is no cloud-config is refused with the line where it goes wrong.
 */
export function buildSeed(guest: GuestIdentity): Result<CloudInitSeed> {
  const userData = mergeUserData(ourUserData(guest), guest.userData ?? "");
  if (!userData.ok) return userData;
  return ok({
    "user-data": header + userData.value,
    "meta-data": write({ "instance-id": guest.instanceId, "local-hostname": guest.hostname }),
    "network-config": write(networkConfig(guest)),
  });
}

/** Checks a text that is to become a guest's user-data; the error names the line. */
export function checkUserData(text: string): Result<void> {
  const merged = mergeUserData("{}", text);
  return merged.ok ? ok(undefined) : merged;
}

/**
 * The files of a seed for a guest that gets another name, address or id: its user-data stays as it
 * is, but for the name that Virtray wrote there.
 */
export function renewSeed(
  userData: string,
  nameBefore: string,
  guest: Omit<GuestIdentity, "user" | "sshKeys" | "userData">,
): CloudInitSeed {
  const own = read(userData);
  if (isMap(own.contents) && own.get("hostname") === nameBefore) {
    own.set("hostname", guest.hostname);
    own.set("fqdn", `${guest.hostname}.${guest.domain}`);
  }
  return {
    "user-data": own.toString({ lineWidth: 0 }),
    "meta-data": write({ "instance-id": guest.instanceId, "local-hostname": guest.hostname }),
    "network-config": write(networkConfig(guest)),
  };
}

const keysName = "ssh_authorized_keys";

function ourUserData(guest: GuestIdentity): string {
  return write({
    hostname: guest.hostname,
    fqdn: `${guest.hostname}.${guest.domain}`,
    manage_etc_hosts: "localhost",
    // By itself, cloud-init keeps to the network of an instance's first start. Another instance-id
    // would change the guest's host keys along with its address.
    updates: { network: { when: ["boot-new-instance", "boot"] } },
    // Renames the image's own user, so that its shell and its right to sudo stay as they are.
    user: { name: guest.user },
    ...(guest.user === "root" ? { disable_root: false } : {}),
    ...(guest.sshKeys.length === 0 ? {} : { [keysName]: guest.sshKeys }),
  });
}

/** Lays a person's cloud-config over ours. Other kinds of user-data (scripts) are refused. */
function mergeUserData(ours: string, text: string): Result<string> {
  const refuse = (line: number, detail: string) => fail("user-data-invalid", { line, detail });
  if (text.length > mostUserDataLength) {
    return refuse(1, `more than ${mostUserDataLength} characters`);
  }
  const [first = ""] = text.split("\n", 1);
  const headed = first.trimEnd() === header.trimEnd();
  // "#!", "#include", "## template:": cloud-init knows other kinds by their first line.
  if (/^#\S/.test(first) && !headed) {
    return refuse(1, `“${first.trim().slice(0, 60)}” is not #cloud-config`);
  }
  const begin = headed ? first.length + 1 : 0;
  const lineAt = (offset: number) => text.slice(0, begin + offset).split("\n").length;
  const tooDeep = findTooDeep(text.slice(begin));
  if (tooDeep !== null) return refuse(lineAt(tooDeep), "it nests too deeply");
  const own = read(text.slice(begin));
  const fault = own.errors[0] ?? unresolvedAlias(own);
  if (fault !== null) return refuse(lineAt(fault.pos[0]), fault.message);
  if (own.contents === null || (isScalar(own.contents) && own.contents.value === null)) {
    return ok(ours);
  }
  const merged = read(ours);
  if (!isMap(own.contents) || !isMap(merged.contents)) {
    return refuse(1, "there are no “key: value” lines at its top");
  }
  for (const pair of own.contents.items) {
    const key = isScalar(pair.key) ? pair.key.value : null;
    const ourKeys = merged.get(keysName);
    if (key === keysName && isSeq<ParsedNode>(ourKeys)) {
      if (!isSeq(pair.value)) return refuse(1, `${keysName} is no list`);
      pair.value.items.unshift(...ourKeys.items);
    }
    // After all of ours, in their own order: an anchor must stand before what refers to it.
    merged.delete(key);
    merged.contents.items.push(pair);
  }
  return ok(merged.toString({ lineWidth: 0 }));
}

/** An alias whose anchor does not stand before it: the parser alone does not mind. */
function unresolvedAlias(document: Document.Parsed) {
  let fault: { readonly pos: readonly [number]; readonly message: string } | null = null;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      fault = { pos: [alias.range?.[0] ?? 0], message: `*${alias.source} refers to nothing` };
      return visit.BREAK;
    },
  });
  // The compiler does not see that the visitor may have set it.
  return fault as { readonly pos: readonly [number]; readonly message: string } | null;
}

/**
 * Version 2 of the format. `set-name` is there for distributions without netplan: they write the
 * configuration for this name. The default route is spelled out, because "default" and `gateway4`
 * are each refused by some version of netplan.
 */
function networkConfig(guest: Omit<GuestIdentity, "user" | "sshKeys" | "userData">) {
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
