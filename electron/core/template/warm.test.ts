import { expect, it } from "vitest";
import { whyOther } from "../../contract/template/warm.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { cardToPlug } from "../machine/hardware-options.ts";
import { agentScript } from "./agent-script.ts";
import { wakeMessage, whatToApply } from "./wake-message.ts";
import { warmShape } from "./warm-fit.ts";
import { buildWarmSeed } from "./warm-seed.ts";

const machine = { ...sampleMachine({}), layout: "warmed" } as const;
const emulated = { kind: "tcg" } as const;

const guest = {
  ...{ instanceId: "new", hostname: "web", domain: "vm.internal", user: "ada" },
  ...{ mac: "52:54:00:67:89:ab", address: "192.168.100.7", prefixLength: 24 },
  ...{ gateway: "192.168.100.254", nameservers: ["192.168.100.254", "9.9.9.9"] },
};

it("a guest is told who it is, randomness first", () => {
  const facts = { ...guest, sshKeys: ["ssh-ed25519 AAAA ada"], machineId: "0f", entropy: "ab12" };
  const former = { formerInstance: "old", formerUser: "bob", apply: "users", agent: true } as const;
  expect(wakeMessage({ ...facts, ...former, now: 1_500_000_000_123 })).toBe(
    `entropy ab12
clock 1500000000.123
machine-id 0f
hostname web
domain vm.internal
former old
instance new
mac 52:54:00:67:89:ab
address 192.168.100.7/24
gateway 192.168.100.254
nameserver 192.168.100.254
nameserver 9.9.9.9
user ada
former-user bob
apply users
agent yes
key ssh-ed25519 AAAA ada
end
`,
  );
});

it("machines of one kind have one shape, whatever is their own", () => {
  const shape = warmShape(machine, emulated);
  const other = sampleMachine({ name: "other", id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ac" });
  expect(warmShape({ ...other, layout: "warmed" }, emulated)).toBe(shape);
  expect(warmShape({ ...machine, memoryMiB: 4096 }, emulated)).not.toBe(shape);
  expect(warmShape(machine, { kind: "kvm", model: "host" })).not.toBe(shape);
  expect(warmShape({ ...machine, machineType: "pc-i440fx-9.0" }, emulated)).not.toBe(shape);
});

it("a guest on a template’s memory has no card yet, and nothing that returns memory", () => {
  const shape = warmShape(machine, emulated);
  expect(shape).not.toMatch(/virtio-net|balloon/);
  expect(shape).toContain("memory-backend-file,id=pc.ram");
  expect(cardToPlug(machine)).toMatchObject({ netdev: "nic0", addr: "0x1e", bus: "pci.0" });
});

it("a machine that is asked to be another one does not fit", () => {
  const states = [
    { memoryMiB: 512, cpus: 1, diskBytes: 9 },
    { memoryMiB: 1024, cpus: 2, diskBytes: 9 },
  ];
  const wish = { name: "t", memoryMiB: 512, cpus: 1, diskBytes: 9 };
  expect(whyOther(wish, states)).toBeNull();
  expect(whyOther({ ...wish, memoryMiB: 1024, cpus: 2 }, states)).toBeNull();
  for (const [what, change] of [
    ["size", { memoryMiB: 1024 }],
    ["size", { cpus: 2 }],
    ["size", { memoryMiB: 2048 }],
    ["disk", { diskBytes: 10 }],
    ["disk", { diskBytes: 10, cpus: 2 }],
  ] as const) {
    const { memoryMiB, cpus } = { ...wish, ...change };
    expect(whyOther({ ...wish, ...change }, states)).toEqual({
      code: "template-warm-other",
      params: { name: "t", what, memoryMiB, cpus },
    });
  }
});

it("cloud-init does what is the machine's own, and first of all what decides who can log in", () => {
  const none = { proxy: null, certificates: [] };
  const apply = (user: string, userData: string | null, more = {}) =>
    whatToApply({ user, userData, ...none, ...more }, "ada");
  expect(apply("ada", null)).toBe("nothing");
  expect(apply("ada", "#cloud-config\npackages: [jq]\n")).toBe("user-data");
  expect(apply("ada", "#cloud-config\nusers: [default, eve]\n")).toBe("users");
  expect(apply("ada", "#cloud-config\nssh_deletekeys: true\n")).toBe("users");
  expect(apply("bob", null)).toBe("users");
  expect(apply("ada", null, { proxy: { url: "http://proxy", except: [] } })).toBe("user-data");
  expect(apply("ada", null, { certificates: ["…"] })).toBe("user-data");
});

it("the seed of a guest that is warmed brings the helper, no key, and no network", () => {
  const seed = buildWarmSeed(guest);
  expect(seed).toMatchObject({
    ok: true,
    value: { "network-config": expect.stringContaining("{}") },
  });
  const text = seed.ok ? seed.value["user-data"] : "";
  expect(text).toContain("systemd-run");
  expect(text).toContain("RNDRESEEDCRNG");
  expect(text).not.toContain("ssh_authorized_keys");
  const stored = seed.ok ? (seed.value["vendor-data"] ?? "") : "";
  expect(stored).toContain(agentScript);
  expect(stored.split("\n").filter((line) => line === "VIRTRAY")).toHaveLength(1);
});
