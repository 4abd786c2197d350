import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { execa } from "execa";
import { guestRun } from "../rig/guest/run.mjs";
import type { TestUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";

const port = 5001;

/** The MiB that measure one throughput, and the number of echoes that measure round trips. */
const sentMiB = 24;
const echoes = 200;

/** Two guests on one network of this computer, and what carries their packets. */
export interface Side {
  /** The computer's address on that network. */
  readonly host: string;
  readonly web: string;
  readonly db: string;
  /** The guests' QEMU and the programs that carry their packets outside the kernel. */
  pids(): Promise<readonly number[]>;
}

/** The figures of one round: Mbit/s, round trips in ms, and seconds of processor per Gbit. */
export interface Measured {
  readonly toMachine: number;
  readonly toHost: number;
  readonly between: number;
  readonly toUplink: number;
  readonly trips: readonly number[];
  readonly tripsBetween: readonly number[];
  readonly cpu: number;
}

/** Measures two guests and their way out. */
export async function measureRound(side: Side, uplink: TestUplink): Promise<Measured> {
  const { host, web, db } = side;
  const pids = await side.pids();
  const before = processorSeconds(pids);
  const toMachine = await sendTo(web);
  const toHost = await receiveFrom(web, host);
  const between = await sendBetween(web, db);
  const toUplink = await sendOutside(web, uplink);
  // Each bit from guest to guest passes two machines.
  const gigabits = (5 * sentMiB * 2 ** 20 * 8) / 1e9;
  const cpu = (processorSeconds(pids) - before) / gigabits;
  const { stdout } = await execa("ping", ["-i", "0.012", "-c", String(echoes), web]);
  const told = await guestRun(web, `ping -c ${echoes / 4} -i 0.05 ${db}`);
  const trips = { trips: tripsOf(stdout), tripsBetween: tripsOf(told) };
  return { toMachine, toHost, between, toUplink, cpu, ...trips };
}

const tripsOf = (text: string) =>
  [...text.matchAll(/time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));

const megabits = (ms: number) => (sentMiB * 2 ** 20 * 8) / 1e6 / (ms / 1000);

/**
 * Has a guest throw away what it is sent, from its first byte to its last; resolves once it listens, and
 * `speed` to the Mbit/s by its own clock.
 */
async function listen(address: string): Promise<{ readonly speed: Promise<number> }> {
  const clock = "cut -d' ' -f1 /proc/uptime";
  const taking = `${clock} >/tmp/began; dd of=/dev/null bs=64k 2>/dev/null; ${clock} >/tmp/ended`;
  const taken = `nc -l -p ${port} -e sh -c "${taking}"; cat /tmp/began /tmp/ended`;
  const speed = guestRun(address, taken, { timeout: 120_000 }).then((told) => {
    const [began = 0, ended = 0] = told.split("\n").map(Number);
    return megabits((ended - began) * 1000);
  });
  const listens = () =>
    guestRun(address, "netstat -tln").then((text) => text.includes(`:${port} `));
  await until("the guest to listen", listens);
  return { speed };
}

/** Sends to a guest, until it has read everything; returns Mbit/s. */
async function sendTo(address: string): Promise<number> {
  const { speed } = await listen(address);
  const socket = createConnection(port, address, () => socket.end(payload));
  return speed;
}

const payload = Buffer.alloc(sentMiB * 2 ** 20, "virtray");

/** Has a guest send to this computer; returns Mbit/s. */
async function receiveFrom(address: string, host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const took = new Promise<number>((resolve, reject) => {
    server.once("connection", (socket) => {
      const started = performance.now();
      let bytes = 0;
      socket.on("data", (data) => {
        bytes += data.length;
      });
      socket.once("end", () => {
        socket.end();
        if (bytes === payload.length) resolve(performance.now() - started);
        else reject(new Error(`${bytes} bytes came`));
      });
    });
  });
  const sent = guestRun(address, sending(host), { timeout: 120_000 });
  const ms = await took;
  await sent;
  server.close();
  return megabits(ms);
}

/** The program has the connection itself: through a pipe, the guest would measure its own copying. */
const sending = (to: string) =>
  `nc ${to} ${port} -e sh -c "exec dd if=/dev/zero bs=64k count=${sentMiB * 16} 2>/dev/null"`;

/** Has a guest send to another one; returns Mbit/s. */
async function sendBetween(from: string, to: string): Promise<number> {
  const { speed } = await listen(to);
  await guestRun(from, sending(to), { timeout: 120_000 });
  return speed;
}

/** Receives one connection, and tells the milliseconds from its start to its end, and the bytes. */
const receiver = `
const server = require("node:net").createServer((socket) => {
  const started = performance.now();
  let bytes = 0;
  socket.on("data", (data) => { bytes += data.length; });
  socket.once("end", () => {
    console.log(JSON.stringify({ ms: performance.now() - started, bytes }));
    process.exit();
  });
});
server.listen(${port}, "0.0.0.0", () => console.log("ready"));
`;

/** Has a guest send to the far side of the uplink; returns Mbit/s. */
async function sendOutside(from: string, uplink: TestUplink): Promise<number> {
  const inside = ["netns", "exec", uplink.namespace, process.execPath, "-e", receiver];
  const child = spawn("ip", inside, { stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text;
  });
  const ended = once(child, "close");
  try {
    await until("the far side to listen", () => told.includes("ready"));
    await guestRun(from, sending(uplink.gateway), { timeout: 120_000 });
    await ended;
  } finally {
    child.kill();
  }
  const { ms, bytes } = JSON.parse(told.slice(told.indexOf("{"))) as { ms: number; bytes: number };
  if (bytes !== payload.length) throw new Error(`${bytes} bytes came`);
  return megabits(ms);
}

/** Returns the seconds of processor that some processes have used (proc(5), fields 14 and 15 of stat). */
function processorSeconds(pids: readonly number[]): number {
  const ticks = pids.flatMap((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [Number(fields[11]), Number(fields[12])];
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}
