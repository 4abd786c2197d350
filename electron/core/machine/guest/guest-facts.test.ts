import fc from "fast-check";
import { expect, it } from "vitest";
import { readGuestFacts } from "./guest-facts.ts";

/** Answers as those of Debian 12's agent (QEMU 7.2). */
const answers = {
  system: {
    id: "debian",
    "pretty-name": "Debian GNU/Linux 12 (bookworm)",
    "kernel-release": "6.1",
  },
  fileSystems: [
    {
      name: "vda1",
      mountpoint: "/",
      "used-bytes": 950,
      "total-bytes": 1000,
      type: "ext4",
      disk: [],
    },
    { name: "vda15", mountpoint: "/boot/efi", "used-bytes": 10, "total-bytes": 1000 },
    { name: "sr0", mountpoint: "/media", type: "iso9660" },
  ],
  users: [{ user: "ada", "login-time": 1.5 }, { user: "ada" }],
  interfaces: [
    { name: "lo", "ip-addresses": [{ "ip-address": "127.0.0.1" }] },
    {
      name: "eth0",
      "ip-addresses": [
        { "ip-address": "192.168.100.7", prefix: 24, "ip-address-type": "ipv4" },
        { "ip-address": "fe80::5054:ff:fe00:1" },
      ],
    },
    { name: "docker0" },
  ],
};

it("reads what an agent tells", () => {
  expect(readGuestFacts(answers)).toEqual({
    ...{ system: "Debian GNU/Linux 12 (bookworm)", kernel: "6.1" },
    fileSystems: [
      { mountedAt: "/", usedBytes: 950, totalBytes: 1000, isNearlyFull: true },
      { mountedAt: "/boot/efi", usedBytes: 10, totalBytes: 1000, isNearlyFull: false },
    ],
    ...{ users: ["ada"], addresses: ["192.168.100.7"] },
  });
});

it("limits number, length and characters of what it is told", () => {
  const text = `\u001b]0;owned\u0007\u202e${"x".repeat(100_000)}`;
  const many = <T>(each: T) => Array.from({ length: 10_000 }, () => each);
  const found = readGuestFacts({
    system: { "pretty-name": text, "kernel-release": text },
    fileSystems: many({ mountpoint: text, "used-bytes": 5, "total-bytes": 1 }),
    users: Array.from({ length: 10_000 }, (_, index) => ({ user: `${index}${text}` })),
    interfaces: many({ name: text, "ip-addresses": many({ "ip-address": "::1" }) }),
  });
  expect(JSON.stringify(found).length).toBeLessThan(10_000);
  expect(JSON.stringify(found)).not.toMatch(/\\u001b|\\u0007|\u202e/);
  expect(found.fileSystems).toHaveLength(12);
  expect(found.fileSystems[0]).toMatchObject({ usedBytes: 1, totalBytes: 1 });
  expect(found.users).toHaveLength(8);
});

it("takes any answer without a fault", () => {
  const empty = { system: null, kernel: null, fileSystems: [], users: [], addresses: [] };
  expect(readGuestFacts({})).toEqual(empty);
  fc.assert(
    fc.property(fc.anything(), (said) => {
      const found = readGuestFacts({
        ...{ system: said, fileSystems: [said], users: said, interfaces: [said] },
      });
      expect(Object.keys(found)).toEqual(Object.keys(empty));
    }),
  );
});
