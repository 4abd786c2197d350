import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LanJson } from "../electron/contract/app/cli.ts";
import type { PathJson } from "../electron/contract/app/cli-care.ts";
import type { NetPicture } from "../electron/contract/app/net-picture.ts";
import type { InventoryEntry } from "../electron/contract/lan/inventory.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { endChild } from "./rig/end-child.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { makeUplink, networkState, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * Real guests on one LAN: two on taps of the kernel's, one at the switch, and one that its user started
 * there by QEMU itself. Each test continues where the previous one ended.
 */
let uplinks: readonly TestUplink[] = [];
let instance: Instance;
let before: string;
let article: ChildProcess | undefined;
const addresses = {
  fast: "192.168.100.1",
  quick: "192.168.100.2",
  slow: "192.168.100.3",
  article: "192.168.100.4",
} as const;
const host = "192.168.100.254";

beforeAll(async () => {
  uplinks = [await makeUplink("eth0", 1), await makeUplink("eth1", 2)];
  for (const [turn, uplink] of uplinks.entries()) await uplink.addDefaultRoute(100 + turn);
  before = await networkState();
  instance = makeInstance();
  await instance.json("lan", "cables", "fast");
  await instance.json("lan", "up");
  for (const [name, nic] of [
    ["fast", "virtio"],
    ["quick", "virtio"],
    ["slow", "e1000"],
  ] as const) {
    const address = addresses[name];
    const own = ["--memory", "256", "--address", address, "--nic", nic];
    await instance.json("add", name, "--disk", await disk(name, nic), ...own);
    await instance.json("start", name);
  }
  const plain = ["-display", "none", "-m", "256", "-serial", "none", "-monitor", "none"];
  const socket = join(instance.env["XDG_RUNTIME_DIR"] ?? "", "virtray/switch/lan.ctl");
  article = spawn(
    "qemu-system-x86_64",
    [
      ...plain,
      ...["-drive", `file=${await disk("article", "e1000")},format=qcow2`],
      ...["-net", "nic,model=e1000,macaddr=52:54:00:77:77:77", "-net", `vde,sock=${socket}`],
    ],
    { stdio: "ignore" },
  );
  for (const name of ["fast", "quick", "slow"]) {
    await instance.machine(name, (machine) => machine.reachable === true);
  }
  await until("the guest of QEMU itself", () => answers(addresses.article));
}, 400_000);

afterAll(async () => {
  if (article !== undefined) await endChild(article);
  await closeAll(instance, ...uplinks);
});

async function disk(name: keyof typeof addresses, nic: "virtio" | "e1000"): Promise<string> {
  const path = join(instance.folder, `${name}-guest.qcow2`);
  const kernel = nic === "e1000" ? "full" : "cloud";
  await buildGuestDisk({ path, name, address: addresses[name], kernel });
  return path;
}

const answers = (address: string) =>
  sh("ping", "-c", "1", "-W", "1", address).then(
    () => true,
    () => false,
  );
/** Whether a guest gets an answer from an address. */
const reaches = (from: keyof typeof addresses, to: string) =>
  guestRun(addresses[from], `ping -c 2 -W 2 ${to} >/dev/null && echo yes || echo no`, {
    kernel: from === "slow" || from === "article" ? "full" : "cloud",
  });
const net = () => instance.json<NetPicture>("net");
const links = () => sh("ip", "-br", "link");
/** The process of the LAN that the inventory tells of. */
async function pidOf(name: "netd" | "vde_switch"): Promise<number> {
  const inventory = await instance.json<readonly InventoryEntry[]>("net", "inventory");
  const entry = inventory.find(({ kind, what }) => kind === "process" && what.startsWith(name));
  return Number(/\((\d+)\)/.exec(entry?.what ?? "")?.[1]);
}
const cableHop = async (name: string) => {
  const { stdout } = await instance.virtray("doctor", "path", name, "--json");
  return (JSON.parse(stdout) as PathJson).hops.find(({ id }) => id === "cable");
};

it("is one LAN for taps, plugs, and a guest of QEMU itself", async () => {
  const names = Object.keys(addresses) as (keyof typeof addresses)[];
  for (const from of names) {
    for (const to of [
      ...names.filter((each) => each !== from).map((each) => addresses[each]),
      host,
    ])
      expect([from, to, await reaches(from, to)]).toEqual([from, to, "yes"]);
  }
  const { machines, foreign } = await net();
  const tap = expect.stringMatching(/^vtap-[0-9a-f]{10}$/);
  const traffic = { receivedBytes: expect.any(Number), sentBytes: expect.any(Number) };
  expect(machines).toMatchObject([
    { name: "fast", tap, port: null, ...traffic },
    { name: "quick", tap, port: null, ...traffic },
    { name: "slow", tap: null, port: expect.any(Number), ...traffic },
  ]);
  expect(machines[0]?.receivedBytes).toBeGreaterThan(500);
  expect(foreign).toMatchObject([{ macs: ["52:54:00:77:77:77"] }]);
  expect((await instance.virtray("net")).stdout).toMatch(/^fast +192\.168\.100\.1 +fast \(vtap-/m);
});

it("names the cable in the connection check and the inventory", async () => {
  expect(await cableHop("fast")).toMatchObject({ verdict: "good", code: "cable-tap" });
  expect(await cableHop("slow")).toMatchObject({ verdict: "good", code: "cable-plugged" });
  const { machines } = await net();
  const inventory = await instance.json<readonly InventoryEntry[]>("net", "inventory");
  const lines = inventory.map(({ kind, what, state }) => `${state} ${kind} ${what}`);
  for (const expected of [
    "held interface vtap0",
    "held interface vtap-switch",
    `held interface ${machines[0]?.tap}`,
    `held interface ${machines[1]?.tap}`,
    "held table bridge virtray",
  ]) {
    expect(lines).toContain(expected);
  }
});

it("lets a guest send from its own card and address alone, and says so", async () => {
  // It takes a neighbour's address, answers for it, and then takes another card.
  const taken = `ip address add ${addresses.slow}/32 dev eth0
    ping -c 2 -W 1 -I ${addresses.slow} ${addresses.quick} >/dev/null && echo got through
    arping -U -c 2 -I eth0 ${addresses.slow} >/dev/null
    ip address del ${addresses.slow}/32 dev eth0
    (ip link set eth0 down; ip link set eth0 address 52:54:00:66:66:66; ip link set eth0 up
     ping -c 3 -W 1 ${addresses.quick} >/dev/null && echo got through >>/tmp/told
     ip link set eth0 down; ip link set eth0 address "$(cat /tmp/card)"; ip link set eth0 up
     ip route add default via ${host}
     echo done >>/tmp/told) >/dev/null 2>&1 </dev/null &`;
  await guestRun(addresses.fast, "cat /sys/class/net/eth0/address >/tmp/card");
  expect(await guestRun(addresses.fast, taken)).toBe("");
  const told = await until("the guest to have its own card again", async () => {
    const text = await guestRun(addresses.fast, "cat /tmp/told", { timeout: 5000 }).catch(() => "");
    return text.includes("done") && text;
  });
  expect(told).toBe("done");
  // Its neighbours know the right card, and go on.
  const slowCard = await guestRun(addresses.slow, "cat /sys/class/net/eth0/address", {
    kernel: "full",
  });
  expect(await guestRun(addresses.quick, "cat /proc/net/arp")).toMatch(
    new RegExp(`^${addresses.slow} .* ${slowCard} `, "m"),
  );
  expect(await reaches("quick", addresses.slow)).toBe("yes");
  expect(await cableHop("fast")).toMatchObject({ verdict: "good", code: "cable-refused" });
  expect(await cableHop("quick")).toMatchObject({ verdict: "good", code: "cable-tap" });
});

it("has a cable pulled and plugged in", async () => {
  const [first] = (await net()).machines;
  await instance.json("cable", "pull", "fast");
  expect((await net()).machines[0]).toMatchObject({ isPlugged: false, tap: null, port: null });
  expect(await answers(addresses.fast)).toBe(false);
  await until("the tap's end", async () => !(await links()).includes(first?.tap ?? ""));
  expect(await cableHop("fast")).toMatchObject({ verdict: "bad", code: "cable-pulled" });
  await instance.json("cable", "plug", "fast");
  await until("its answer", () => answers(addresses.fast));
  expect((await net()).machines[0]).toMatchObject({ tap: first?.tap, port: null });
});

it("loses nothing within the LAN while uplinks are switched", async () => {
  const pings = Promise.all(
    [addresses.fast, addresses.slow].map((to) => sh("ping", "-q", "-i", "0.02", "-c", "500", to)),
  );
  for (let turn = 0; turn < 6; turn++) {
    await instance.json("uplink", "set", turn % 2 === 0 ? "eth1" : "eth0");
  }
  for (const told of await pings) expect(told).toContain(" 500 received, 0% packet loss");
});

it("goes on after kill -9 of the switch, and is whole again by itself", async () => {
  process.kill(await pidOf("vde_switch"), "SIGKILL");
  expect(await answers(addresses.fast)).toBe(true);
  await until("the machine at the switch", () => answers(addresses.slow));
  expect(await reaches("fast", addresses.quick)).toBe("yes");
  expect((await net()).machines).toMatchObject([{ port: null }, { port: null }, { tap: null }]);
});

it("goes on after kill -9 of netd, and the next one takes it over", async () => {
  const { machines } = await net();
  process.kill(await pidOf("netd"), "SIGKILL");
  expect(await reaches("fast", addresses.quick)).toBe("yes");
  expect(await reaches("fast", addresses.slow)).toBe("yes");
  await instance.json("lan", "up");
  expect((await instance.json<LanJson>("lan", "status")).problems).toEqual([]);
  expect(await reaches("fast", addresses.slow)).toBe("yes");
  expect((await net()).machines.map(({ tap }) => tap)).toEqual(machines.map(({ tap }) => tap));
});

it("leaves nothing behind once it is off, and machines come back with it", async () => {
  await instance.json("lan", "down");
  expect(await networkState()).toBe(before);
  await instance.json("lan", "up");
  for (const name of ["fast", "quick", "slow"] as const) {
    await until(name, () => answers(addresses[name]));
  }
  await instance.json("kill", "fast", "quick", "slow");
  await until("the taps' end", async () => !/vtap-5/.test(await links()));
  await instance.json("lan", "down");
  expect(await networkState()).toBe(before);
});
