import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { UserDataFault } from "../../contract/errors/yaml-fault.ts";
import { sshPublicKeySchema } from "../../contract/template/template.ts";
import { agentScript } from "./agent-script.ts";
import { buildSeed, type GuestIdentity, renewSeed } from "./cloud-init.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz0000000000000000000000000000000000 ada@desk";
const guest: GuestIdentity = {
  instanceId: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab",
  hostname: "web",
  domain: "vm.internal",
  user: "ada",
  sshKeys: [key],
  userData: null,
  proxy: null,
  certificates: [],
  agent: false,
  mac: "52:54:00:67:89:ab",
  address: "192.168.100.1",
  prefixLength: 24,
  gateway: "192.168.100.254",
  nameservers: ["192.168.100.254"],
};

function userData(change: Partial<GuestIdentity>): string {
  const seed = buildSeed({ ...guest, ...change });
  if (!seed.ok) throw new Error(JSON.stringify(seed.error));
  return seed.value.files["user-data"];
}

describe("the seed of a guest", () => {
  it("carries name, user, keys and the fixed address, whole", () => {
    expect(buildSeed(guest)).toEqual({
      ok: true,
      value: {
        login: "ada",
        files: {
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

  it("hands a proxy on, to apt and to all programs, and what is reached without it", () => {
    const proxy = { url: "http://proxy.example.org:3128", except: [".example.org"] };
    expect(userData({ proxy, sshKeys: [] })).toBe(`#cloud-config
hostname: "web"
fqdn: "web.vm.internal"
manage_etc_hosts: "localhost"
updates:
  network:
    when:
      - "boot-new-instance"
      - "boot"
apt:
  proxy: "http://proxy.example.org:3128"
  https_proxy: "http://proxy.example.org:3128"
write_files:
  - path: "/etc/environment"
    append: true
    content: "http_proxy=http://proxy.example.org:3128\\nHTTP_PROXY=http://proxy.example.org:3128\\nhttps_proxy=http://proxy.example.org:3128\\nHTTPS_PROXY=http://proxy.example.org:3128\\nno_proxy=localhost,127.0.0.1,::1,.vm.internal,192.168.100.254,192.168.100.0/24,.example.org\\nNO_PROXY=localhost,127.0.0.1,::1,.vm.internal,192.168.100.254,192.168.100.0/24,.example.org\\n"
user:
  name: "ada"
`);
  });

  it("adds a person's own files, certificates and settings of apt to those that are handed on", () => {
    const proxy = { url: "http://proxy", except: [] };
    const own = `#cloud-config
apt:
  proxy: http://mine
  conf: x
ca-certs:
  trusted: [theirs]
  remove_defaults: true
write_files:
  - path: /etc/motd
`;
    const all = parse(userData({ proxy, certificates: ["ours"], userData: own }));
    expect(all).toMatchObject({
      apt: { proxy: "http://mine", https_proxy: "http://proxy", conf: "x" },
      "ca-certs": { trusted: ["ours", "theirs"], remove_defaults: true },
      write_files: [{ path: "/etc/environment" }, { path: "/etc/motd" }],
    });
    expect(all).not.toHaveProperty("ca_certs");
    const none = parse(userData({ proxy, userData: "#cloud-config\nwrite_files:\napt:\n" }));
    expect(none).toMatchObject({
      apt: { proxy: "http://proxy" },
      write_files: [{ path: "/etc/environment" }],
    });
  });

  it("brings the agent by a script of its own, which a renamed guest keeps", () => {
    const seed = buildSeed({ ...guest, agent: true });
    const files = seed.ok ? seed.value.files : null;
    expect(files?.["vendor-data"]).toBe(agentScript);
    expect(files?.["user-data"]).toBe(userData({}));
    const former = { "user-data": userData({}), "vendor-data": agentScript };
    expect(renewSeed(former, "web", { ...guest, hostname: "shop" })["vendor-data"]).toBe(
      agentScript,
    );
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
packages:
  - git
  - "no"
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
more:
  - git
  - "no"
`);
  });

  it.each([
    ["nothing", ""],
    ["only the first line", "#cloud-config\n"],
    ["only remarks", "# nothing yet\n"],
  ])("of a person who gives %s is ours alone", (_title, own) => {
    expect(userData({ userData: own })).toBe(userData({}));
  });

  it.each<[string, string, number, number, UserDataFault]>([
    ["a script", "#!/bin/sh\necho: hi\n", 1, 1, { kind: "script", first: "#!/bin/sh" }],
    ["an include", "#include\nhttp://x\n", 1, 1, { kind: "script", first: "#include" }],
    [
      "a template",
      "## template: jinja\na: 1\n",
      1,
      1,
      { kind: "script", first: "## template: jinja" },
    ],
    ["several parts", "MIME-Version: 1.0\nContent-Type: multipart/mixed\n", 1, 1, { kind: "mime" }],
    [
      "parts that begin with their type",
      "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
      1,
      1,
      { kind: "mime" },
    ],
    ["what gzip has packed", "\u001f\ufffd\b\0abc", 1, 1, { kind: "gzip" }],
    ["a list", "#cloud-config\n- a\n", 2, 1, { kind: "no-map" }],
    ["prose", "hello there", 1, 1, { kind: "no-map" }],
    ["keys that are no list", "a: 1\nssh_authorized_keys: x\n", 2, 22, { kind: "keys-no-list" }],
    ["what nests too deeply", `a: 1\nb: ${"[".repeat(3000)}`, 2, 103, { kind: "nesting" }],
    ["too much", `a: ${"x".repeat(262_144)}`, 1, 1, { kind: "too-long", most: 262_144 }],
    ["an open bracket", "#cloud-config\na: 1\nb: [1, 2\n", 4, 1, { kind: "unclosed" }],
    ["blanks behind a told indent", "a: |2\n  \n    \n", 1, 4, { kind: "indent" }],
    ["a tab as indentation", "#cloud-config\na:\n\tb: 1\n", 3, 1, { kind: "tab" }],
    ["a tab between words", "a: 1\nb: x\ty\n", 2, 5, { kind: "tab" }],
    ["the same key twice", "a: 1\nb: 2\na: 3\n", 3, 1, { kind: "key-twice", name: "a" }],
    ["a second document", "a: 1\n---\nb: 2\n", 2, 1, { kind: "second-document" }],
    ["an alias of nothing", "a: 1\nb: *nowhere\n", 2, 4, { kind: "alias", name: "nowhere" }],
    ["an alias of what it stands in", "a: &a\n  - *a\n", 2, 5, { kind: "alias", name: "a" }],
    ["an anchor twice", "a: &a 1\nb: &a 2\n", 2, 7, { kind: "anchor", name: "a" }],
    ["a template's brackets", "a: 1\nb: {{ user }}\n", 2, 5, { kind: "key" }],
    ["a control character", "a: 1\nb: x\u001b[2K\n", 2, 5, { kind: "character", code: "U+001B" }],
    ["a tag of its own", "a: 1\nb: !vault x\n", 2, 4, { kind: "tag", tag: "!vault" }],
    ["a set", "a: !!set {b}\n", 1, 4, { kind: "tag", tag: "!!set" }],
    ["a day that no month has", "a: 2026-02-30\n", 1, 4, { kind: "value", text: "2026-02-30" }],
    ["data that are no base64", "a: !!binary '%'\n", 1, 13, { kind: "value", text: "%" }],
  ])("refuses %s with its place", (_title, own, line, column, fault) => {
    expect(buildSeed({ ...guest, userData: own })).toEqual({
      ok: false,
      error: { code: "user-data-invalid", params: { line, column, fault } },
    });
  });

  it("takes aliases, data, times, <<, CRLF and a byte order mark for what they mean to a guest", () => {
    const own = `\ufeff#cloud-config\r
base: &base {mode: 0644, when: !!timestamp "2026-02-28"}\r
more:\r
  <<: *base\r
  mode: 0600\r
data: !!binary |\r
  aGVs\r
  bG8=\r
`;
    expect(userData({ userData: own })).toContain(`base:
  mode: 0644
  when: !!timestamp "2026-02-28"
more:
  when: !!timestamp "2026-02-28"
  mode: 0600
data: !!binary "aGVsbG8="
`);
  });

  it("adds the keys chosen to the top's list alone, also where an anchor shares it", () => {
    const own = `ssh_authorized_keys: &team [ssh-rsa team]
users:
  - default
  - name: bob
    ssh_authorized_keys: *team
`;
    expect(userData({ userData: own })).toContain(`ssh_authorized_keys:
  - "${key}"
  - ssh-rsa team
users:
  - default
  - name: bob
    ssh_authorized_keys:
      - ssh-rsa team
`);
  });

  it.each([
    ["nothing of users", "packages: []", "ada"],
    ["a user by name", "user: bob", "bob"],
    ["a user with settings", "user: {name: bob, shell: /bin/sh}", "bob"],
    ["a user's settings without a name", "user: {shell: /bin/sh}", "ada"],
    ["a user that is left out", "user:", "ada"],
    ["the system's user", "system_info: {default_user: {name: bob}}", "bob"],
    ["users beside the usual one", "users: [default, {name: bob}]", "ada"],
    ["users without the usual one", "users: [{gecos: x}, {name: bob}, {name: eve}]", "bob"],
    ["a list of names", "users: [bob]", "bob"],
    ["no users at all", "users: []", null],
  ])("tells whom to log in as when user-data has %s", (_title, own, login) => {
    const seed = buildSeed({ ...guest, userData: own });
    expect(seed.ok ? seed.value.login : seed).toBe(login);
  });

  it("gives the keys chosen to the user whom it tells of", () => {
    expect(userData({ userData: "users: [{name: bob, ssh_authorized_keys: [x]}, eve]" })).toContain(
      `users:
  - name: bob
    "ssh_authorized_keys":
      - "${key}"
      - x
  - eve
`,
    );
    expect(userData({ userData: "system_info: {default_user: {name: bob}}" })).not.toContain(
      'ada"',
    );
    expect(userData({ userData: "user: {shell: /bin/sh}" })).toContain(
      'user:\n  name: "ada"\n  shell: /bin/sh\n',
    );
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
        else
          expect(typeof parse(seed.value.files["user-data"], { logLevel: "silent" })).toBe(
            "object",
          );
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
        const read: unknown = seed.ok ? parse(seed.value.files["user-data"]) : null;
        expect(read).toMatchObject({ ssh_authorized_keys: [commented] });
      }),
    );
  });
});
