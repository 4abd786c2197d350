import { createServer } from "node:net";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { isReachable } from "./reachability.ts";

/** A machine's stand-in behind a cable: a namespace with one interface. */
const mac = "52:54:00:00:00:01";
const guest = { address: "10.9.0.2", mac, interface: "veth0" };
const inside = (...args: readonly string[]) => sh("ip", "netns", "exec", "guest", ...args);

beforeEach(async () => {
  await sh("ip", "netns", "add", "guest");
  await sh("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "eth0", "netns", "guest");
  await sh("ip", "addr", "add", "10.9.0.1/24", "dev", "veth0");
  await sh("ip", "link", "set", "veth0", "up");
  await inside("ip", "link", "set", "eth0", "address", mac, "up");
  await inside("ip", "addr", "add", "10.9.0.2/24", "dev", "eth0");
});

afterEach(async () => {
  await execa("ip", ["link", "del", "veth0"], { reject: false });
  await sh("ip", "netns", "del", "guest");
});

it("is seen where the port is closed, and where it is open", async () => {
  expect(await isReachable(guest, 1000)).toBe(true);
  const server = createServer().listen(22, "10.9.0.1");
  expect(await isReachable({ ...guest, address: "10.9.0.1" }, 1000)).toBe(true);
  server.close();
});

it("is seen by its card where a firewall swallows everything", async () => {
  await inside("nft", "add table inet t");
  await inside("nft", "add chain inet t i { type filter hook input priority 0; policy drop; }");
  expect(await isReachable(guest, 1000)).toBe(true);
  // Also when the kernel had not heard it for a while, and has to ask first.
  await sh("ip", "neigh", "change", guest.address, "lladdr", mac, "dev", "veth0", "nud", "stale");
  expect(await isReachable(guest, 1000)).toBe(true);
  // Another card at the address is not this machine.
  expect(await isReachable({ ...guest, mac: "52:54:00:00:00:02" }, 1000)).toBe(false);
});

it("is not seen when it has died, although the kernel remembers its card", async () => {
  expect(await isReachable(guest, 1000)).toBe(true);
  await inside("ip", "link", "set", "eth0", "arp", "off");
  await inside("nft", "add table inet t");
  await inside("nft", "add chain inet t i { type filter hook input priority 0; policy drop; }");
  await sh("ip", "neigh", "change", guest.address, "lladdr", mac, "dev", "veth0", "nud", "stale");
  expect(await isReachable(guest, 1000)).toBe(false);
});

it("is not seen in a run that has just begun by what the run before has answered", async () => {
  await inside("nft", "add table inet t");
  await inside("nft", "add chain inet t i { type filter hook input priority 0; policy drop; }");
  const past = Date.now() - 60_000;
  expect(await isReachable({ ...guest, startedAt: past }, 1000)).toBe(true);
  const ends = Date.now();
  await inside("ip", "link", "set", "eth0", "arp", "off");
  expect(await isReachable({ ...guest, startedAt: past }, 1000)).toBe(true);
  expect(await isReachable({ ...guest, startedAt: ends }, 1000)).toBe(false);
  await inside("ip", "link", "set", "eth0", "arp", "on");
  await inside("nft", "delete table inet t");
  expect(await isReachable({ ...guest, startedAt: ends }, 1000)).toBe(true);
});

it("is not seen where nobody is, and that is said in time", async () => {
  const before = Date.now();
  expect(await isReachable({ ...guest, address: "10.9.0.3" }, 300)).toBe(false);
  expect(Date.now() - before).toBeLessThan(10_000);
});

it("is not seen where there is no way", async () => {
  await sh("ip", "link", "set", "veth0", "down");
  expect(await isReachable(guest, 300)).toBe(false);
});
