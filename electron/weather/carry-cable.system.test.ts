import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endChild } from "../../e2e/rig/end-child.ts";
import { sh } from "../../e2e/rig/lan/test-net.ts";
import { until } from "../../e2e/rig/until.ts";
import { cableFiles } from "../adapters/qemu/cable-files.ts";
import { readPlugPid } from "../adapters/qemu/cable-view.ts";
import { isCarried, tellCarrier, writeCableRecord } from "../adapters/qemu/weather-cable.ts";
import { openSwitchPlug, type SwitchPlug } from "../adapters/switch/plug.ts";
import { createVdeSwitch, type VdeSwitch } from "../adapters/switch/vde-switch.ts";
import { fairWeather, type Weather } from "../contract/lan/weather.ts";
import { createFrameCutter, packFrame } from "../core/lan/weather/frames.ts";

/** The real process between a real switch and our end, which stands for QEMU's by the same stream. */
let folder: string;
let lan: VdeSwitch;
let carrier: ChildProcess;
let machine: Socket;
let other: SwitchPlug;
/** When each numbered frame came, at either end. */
let seen: Map<number, number>;

const macs = { machine: "020000000001", other: "020000000002" } as const;

/** A frame with a number, from one end to the other. */
function numbered(to: string, from: string, number: number, bytes = 100): Uint8Array {
  const frame = Buffer.alloc(bytes);
  frame.write(`${to}${from}88b5`, "hex");
  frame.writeUInt32BE(number, 14);
  return frame;
}

function hear(frame: Uint8Array): void {
  const bytes = Buffer.from(frame);
  if (bytes.readUInt16BE(12) === 0x88b5) seen.set(bytes.readUInt32BE(14), performance.now());
}

const ways = {
  "to the LAN": (number: number, bytes?: number) =>
    machine.write(packFrame(numbered(macs.other, macs.machine, number, bytes), 4)),
  "to the machine": (number: number, bytes?: number) =>
    other.send(numbered(macs.machine, macs.other, number, bytes)),
} as const;
const directions = Object.keys(ways) as (keyof typeof ways)[];

async function has(weather: Weather | null): Promise<void> {
  const record = weather === null ? null : { weather: { is: weather, until: null }, cuts: [] };
  await writeCableRecord(cableFiles(folder), record);
  expect(await tellCarrier(cableFiles(folder))).toBe(true);
}

beforeEach(async () => {
  folder = mkdtempSync("/tmp/weather-");
  seen = new Map();
  await sh("ip", "tuntap", "add", "vtap8", "mode", "tap");
  lan = createVdeSwitch(`${folder}/switch`, 0);
  expect(await lan.start("vtap8")).toEqual({ ok: true, value: undefined });
  const script = new URL("../../out/main/weather.js", import.meta.url).pathname;
  carrier = spawn(process.execPath, [script, folder, lan.socketFolder], { stdio: "inherit" });
  await until("the process", () => isCarried(cableFiles(folder)));
  machine = createConnection(cableFiles(folder).socket);
  machine.on("data", createFrameCutter(4, hear)).on("error", () => {});
  other = openSwitchPlug(lan.socketFolder, hear);
  await until("both plugs", async () => (await lan.ports())?.length === 3);
  // Both ends have been heard once, so that the switch floods no frame of the tests.
  ways["to the LAN"](1);
  ways["to the machine"](2);
  await until("both frames", () => seen.size === 2);
});

afterEach(async () => {
  machine.destroy();
  other.close();
  await endChild(carrier);
  await lan.stop();
  await sh("ip", "link", "del", "vtap8");
  rmSync(folder, { recursive: true, force: true });
});

/** The times that 40 frames take, from the shortest to the longest, in milliseconds. */
async function timesOf(way: keyof typeof ways, first: number): Promise<readonly number[]> {
  const sent = new Map<number, number>();
  for (let number = first; number < first + 40; number += 1) {
    sent.set(number, performance.now());
    ways[way](number);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await until("all frames", () => seen.has(first + 39));
  const took = [...sent].map(([number, at]) => (seen.get(number) ?? Number.NaN) - at);
  return took.toSorted((a, b) => a - b);
}

it.each(directions)("delays what goes %s by what was asked for", async (way) => {
  // A busy computer takes its own time, with and without weather.
  const fair = await timesOf(way, 100);
  await has({ ...fairWeather, delayMs: 80 });
  const far = await timesOf(way, 200);
  expect(far[0]).toBeGreaterThan(79);
  expect((far[20] ?? 0) - (fair[20] ?? 0)).toBeLessThan(88);
});

it.each(directions)("loses the share of what goes %s", async (way) => {
  await has({ ...fairWeather, lossPercent: 30 });
  const count = 8000;
  const burst = 8;
  for (let first = 1000; first < 1000 + count; first += burst) {
    for (let number = first; number < first + burst; number += 1) ways[way](number);
    // Not more than the switch's own queues hold; of a burst that is lost whole, nothing can be heard.
    const deadline = performance.now() + 50;
    const isHeard = () => Array.from({ length: burst }).some((_, at) => seen.has(first + at));
    while (!isHeard() && performance.now() < deadline) await new Promise(setImmediate);
  }
  await has(null);
  await until("the last frame", () => {
    ways[way](7);
    return seen.has(7);
  });
  const lost = count - [...seen.keys()].filter((number) => number >= 1000).length;
  // Five standard deviations are 2.6 points.
  expect(lost / count).toBeGreaterThan(0.27);
  expect(lost / count).toBeLessThan(0.33);
});

it.each(directions)("lets through at the rate what goes %s", async (way) => {
  await has({ ...fairWeather, bitsPerSecond: 4_000_000 });
  const bytes = 1500;
  const began = performance.now();
  // Twice as much as passes, for two seconds.
  for (let number = 10; performance.now() - began < 2000; number += 1) {
    ways[way](number, bytes);
    if (number % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 6));
  }
  await until("the last frame", () => performance.now() - Math.max(...seen.values()) > 300);
  const times = [...seen.values()].slice(2).toSorted((a, b) => a - b);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const rate = ((times.length - 1) * bytes * 8) / seconds;
  expect(rate / 4_000_000).toBeGreaterThan(0.9);
  expect(rate / 4_000_000).toBeLessThan(1.1);
});

it("cuts off another card in both directions, and nothing else", async () => {
  const cut = { name: "other", mac: "02:00:00:00:00:02", until: null };
  const id = "5f0e7dd2-9c53-4f0f-8b8c-0c6a6a3d2d10";
  await writeCableRecord(cableFiles(folder), { weather: null, cuts: [{ id, ...cut }] });
  expect(await tellCarrier(cableFiles(folder))).toBe(true);
  ways["to the LAN"](10);
  ways["to the machine"](11);
  const third = openSwitchPlug(lan.socketFolder, () => {});
  try {
    await until("its frame", () => {
      third.send(numbered(macs.machine, "020000000003", 12));
      return seen.has(12);
    });
  } finally {
    third.close();
  }
  expect([seen.has(10), seen.has(11)]).toEqual([false, false]);
});

it("ends the weather at its time, takes it out of the record, and goes on carrying", async () => {
  const is = { ...fairWeather, lossPercent: 100 };
  const record = { weather: { is, until: Date.now() + 400 }, cuts: [] };
  await writeCableRecord(cableFiles(folder), record);
  expect(await tellCarrier(cableFiles(folder))).toBe(true);
  ways["to the machine"](10);
  await until("the end of the record", () => !existsSync(cableFiles(folder).record));
  await until("a frame", () => {
    ways["to the machine"](11);
    return seen.has(11);
  });
  expect(seen.has(10)).toBe(false);
});

it.each([
  ["the machine pulls its cable", () => machine.destroy()],
  ["the switch ends", () => lan.stop()],
])("ends when %s, and leaves no plug and no file", async (_how, end) => {
  const ended = once(carrier, "exit");
  const plugPid = (await readPlugPid(cableFiles(folder))) ?? 0;
  await lan.movePlugs(async (letGo) => {
    await end();
    await ended;
    await letGo(plugPid);
  });
  const { socket, control, plug } = cableFiles(folder);
  expect([socket, control, plug].filter(existsSync)).toEqual([]);
  expect((await lan.ports())?.length ?? 2).toBe(2);
});
