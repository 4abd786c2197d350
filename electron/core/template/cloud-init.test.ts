import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { sshPublicKeySchema } from "../../contract/template/template.ts";
import { buildSeed, type GuestIdentity } from "./cloud-init.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz0000000000000000000000000000000000 ada@desk";
const guest: GuestIdentity = {
  instanceId: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab",
  hostname: "web",
  domain: "vm.internal",
  user: "ada",
  sshKeys: [key],
  userData: null,
  mac: "52:54:00:67:89:ab",
  address: "192.168.100.1",
  prefixLength: 24,
  gateway: "192.168.100.254",
  nameservers: ["192.168.100.254"],
};

function userData(change: Partial<GuestIdentity>): string {
  const seed = buildSeed({ ...guest, ...change });
  if (!seed.ok) throw new Error(JSON.stringify(seed.error));
  return seed.value["user-data"];
}

describe("the seed of a guest", () => {
  it("carries name, user, keys and the fixed address, whole", () => {
    expect(buildSeed(guest)).toEqual({
      ok: true,
      value: {
        "user-data": `#cloud-config
hostname: "web"
fqdn: "web.vm.internal"
manage_etc_hosts: "localhost"
updates:
  network:
    when:
      - "boot-new-instance"
      - "boot"
user:
  name: "ada"
ssh_authorized_keys:
  - "${key}"
`,
        "meta-data": `instance-id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab"
local-hostname: "web"
`,
        "network-config": `version: 2
ethernets:
  eth0:
    match:
      macaddress: "52:54:00:67:89:ab"
    set-name: "eth0"
    dhcp4: false
    addresses:
      - "192.168.100.1/24"
    routes:
      - to: "0.0.0.0/0"
        via: "192.168.100.254"
    nameservers:
      addresses:
        - "192.168.100.254"
      search:
        - "vm.internal"
`,
      },
    });
  });

  it("lets root in when root is the user, and says nothing of keys when there are none", () => {
    expect(userData({ user: "root", sshKeys: [] })).toBe(`#cloud-config
hostname: "web"
fqdn: "web.vm.internal"
manage_etc_hosts: "localhost"
updates:
  network:
    when:
      - "boot-new-instance"
      - "boot"
user:
  name: "root"
disable_root: false
`);
  });

  it("lays the person's own user-data over ours, as it was written, and adds the keys", () => {
    const own = `#cloud-config
# what the team uses
packages: &tools [git, "no"]
timezone: Europe/Vienna
hostname: other
ssh_pwauth: yes
swap:
write_files:
  - path: /etc/motd
    permissions: 0644
    content: |
      one
      two
ssh_authorized_keys:
  - ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB team
more: *tools
`;
    expect(userData({ userData: own })).toBe(`#cloud-config
fqdn: "web.vm.internal"
manage_etc_hosts: "localhost"
updates:
  network:
    when:
      - "boot-new-instance"
      - "boot"
user:
  name: "ada"
# what the team uses
packages: &tools [ git, "no" ]
timezone: Europe/Vienna
hostname: other
ssh_pwauth: yes
swap:
write_files:
  - path: /etc/motd
    permissions: 0644
    content: |
      one
      two
ssh_authorized_keys:
  - "${key}"
  - ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB team
more: *tools
`);
  });

  it.each([
    ["nothing", ""],
    ["only the first line", "#cloud-config\n"],
    ["only remarks", "# nothing yet\n"],
  ])("of a person who gives %s is ours alone", (_title, own) => {
    expect(userData({ userData: own })).toBe(userData({}));
  });

  it.each([
    ["a script", "#!/bin/sh\necho: hi\n", 1, "“#!/bin/sh” is not #cloud-config"],
    ["an include", "#include\nhttp://example.org/x\n", 1, "“#include” is not #cloud-config"],
    ["a list", "#cloud-config\n- a\n", 1, "there are no “key: value” lines at its top"],
    ["prose", "hello there", 1, "there are no “key: value” lines at its top"],
    ["keys that are no list", "ssh_authorized_keys: x\n", 1, "ssh_authorized_keys is no list"],
    ["what nests too deeply", `a: 1\nb: ${"[".repeat(3000)}`, 2, "it nests too deeply"],
    ["too much", `a: ${"x".repeat(262_144)}`, 1, "more than 262144 characters"],
  ])("refuses %s", (_title, own, line, detail) => {
    expect(buildSeed({ ...guest, userData: own })).toEqual({
      ok: false,
      error: { code: "user-data-invalid", params: { line, detail } },
    });
  });

  it.each([
    ["an open bracket", "#cloud-config\na: 1\nb: [1, 2\n", 4],
    ["a tab as indentation", "#cloud-config\na:\n\tb: 1\n", 3],
    ["the same key twice", "#cloud-config\na: 1\nb: 2\na: 3\n", 4],
    ["a second document", "a: 1\n---\nb: 2\n", 2],
    ["an alias of nothing", "#cloud-config\na: *nowhere\n", 2],
  ])("names the line of what is no YAML: %s", (_title, own, line) => {
    const seed = buildSeed({ ...guest, userData: own });
    expect(seed).toMatchObject({ ok: false, error: { code: "user-data-invalid" } });
    expect(seed.ok ? null : seed.error.params).toMatchObject({ line });
  });

  it("never throws, and what it gives is a mapping again", () => {
    const pieces = fc.constantFrom(
      "a",
      ": ",
      "- ",
      "\n",
      "  ",
      "&x ",
      "*x",
      "[",
      "]",
      "{",
      "}",
      "|",
      ">",
      "#",
      '"',
      "'",
      "!!",
      "? ",
      "<<",
      "\t",
      "---",
      "%",
      "ssh_authorized_keys",
      "user",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const seed = buildSeed({ ...guest, userData: parts.join("") });
        if (!seed.ok) expect(seed.error.code).toBe("user-data-invalid");
        else expect(typeof parse(seed.value["user-data"], { logLevel: "silent" })).toBe("object");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a public key", () => {
  it.each([
    [key],
    ["ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB"],
    ["ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHA= Möwe \"quoted\" 'key'"],
    ["sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t token"],
  ])("is %s", (text) => {
    expect(v.is(sshPublicKeySchema, text)).toBe(true);
  });

  it.each([
    ["a line break", `${key}\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB evil`],
    ["a carriage return", `${key}\r`],
    ["a Unicode line separator", `${key}\u2028x`],
    ["NUL", `${key}\0`],
    ["options in front", `command="reboot" ${key}`],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
    ["another type", "ssh-dss AAAAB3NzaC1kc3MAAACBAP1"],
    ["nothing", ""],
  ])("is not one with %s", (_title, text) => {
    expect(v.is(sshPublicKeySchema, text)).toBe(false);
  });

  it("comes through the seed as it is, whatever its comment", () => {
    const comment = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(comment, (text) => {
        const commented = `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB ${text}`;
        fc.pre(v.is(sshPublicKeySchema, commented));
        const seed = buildSeed({ ...guest, sshKeys: [commented] });
        const read: unknown = seed.ok ? parse(seed.value["user-data"]) : null;
        expect(read).toMatchObject({ ssh_authorized_keys: [commented] });
      }),
    );
  });
});
