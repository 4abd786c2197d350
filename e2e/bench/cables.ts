import { readFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { execa } from "execa";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import type { Cables } from "../../electron/contract/lan/network.ts";
import { closeAll } from "../rig/close-all.ts";
import type { Instance } from "../rig/command.ts";
import { makeKeyedInstance } from "../rig/guest/keyed-instance.ts";
import { guestRun } from "../rig/guest/run.mjs";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";

const host = "192.168.100.254";
const web = "192.168.100.1";
const db = "192.168.100.2";
const port = 5001;

/** The MiB that measure one throughput, and the number of echoes that measure round trips. */
const sentMiB = 24;
const echoes = 200;
/** The kinds of cable take turns, because other work on this computer comes and goes. */
const rounds = 3;

/** The figures of one round: Mbit/s, round trips in ms, and QEMU's seconds of processor per Gbit. */
interface Measured {
  readonly toMachine: number;
  readonly toHost: number;
  readonly between: number;
  readonly trips: readonly number[];
  readonly tripsBetween: readonly number[];
  readonly cpu: number;
}

/**
 * Measures two real guests, whose cables are plugs of the switch and taps of the kernel's in turns: the same
 * guests in the same run, which go on running.
 */
export async function benchCables(): Promise<readonly Figure[]> {
  const { instance, uplink, create } = await makeKeyedInstance({});
  try {
    await create("web", web);
    await create("db", db);
    const measured: Readonly<Record<Cables, Measured[]>> = { vde: [], fast: [] };
    for (let round = 0; round < rounds; round++) {
      for (const kind of ["vde", "fast"] as const) {
        await changeCables(instance, kind, [web, db]);
        measured[kind].push(await measureRound(instance));
      }
    }
    return figures(measured);
  } finally {
    await closeAll(instance, uplink);
  }
}

/** Switches the LAN off and on with the other kind of cable; running machines are plugged in again. */
export async function changeCables(
  instance: Instance,
  kind: Cables,
  addresses: readonly string[],
): Promise<void> {
  await instance.json("lan", "down");
  await instance.json("lan", "cables", kind);
  await instance.json("lan", "up");
  for (const address of addresses) {
    await until("the guest's answer", () =>
      execa("ping", ["-c", "1", "-W", "1", address]).then(
        () => true,
        () => false,
      ),
    );
  }
  const { stdout } = await execa("ip", ["-br", "link"]);
  const taps = stdout.match(/^vtap-5\w+/gm)?.length ?? 0;
  if (taps !== (kind === "fast" ? addresses.length : 0))
    throw new Error(`${taps} taps with cables ${kind}`);
}

async function measureRound(instance: Instance): Promise<Measured> {
  const pids = (await instance.json<readonly MachineJson[]>("list")).flatMap(
    ({ pid }) => pid ?? [],
  );
  const before = processorSeconds(pids);
  const toMachine = await sendTo(web);
  const toHost = await receiveFrom(web);
  const between = await sendBetween(web, db);
  // Each bit of the last passes two machines.
  const gigabits = (4 * sentMiB * 2 ** 20 * 8) / 1e9;
  const cpu = (processorSeconds(pids) - before) / gigabits;
  const { stdout } = await execa("ping", ["-i", "0.01", "-c", String(echoes), web]);
  const told = await guestRun(web, `ping -c ${echoes / 4} -i 0.05 ${db}`);
  return { toMachine, toHost, between, cpu, trips: trips(stdout), tripsBetween: trips(told) };
}

const trips = (text: string) => [...text.matchAll(/time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));

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
async function receiveFrom(address: string): Promise<number> {
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

/** Returns the seconds of processor that some processes have used (proc(5), fields 14 and 15 of stat). */
function processorSeconds(pids: readonly number[]): number {
  const ticks = pids.flatMap((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [Number(fields[11]), Number(fields[12])];
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

function figures({ vde, fast }: Readonly<Record<Cables, readonly Measured[]>>): readonly Figure[] {
  const speed = (what: string, of: (each: Measured) => number): Figure => {
    const [slow, quick] = [median(vde.map(of)), median(fast.map(of))];
    const beside = `fast ${quick.toFixed(0)} Mbit/s, VDE ${slow.toFixed(0)}`;
    return {
      what: `${what} with fast cables, against VDE`,
      value: quick / slow,
      most: null,
      unit: "times",
      beside,
    };
  };
  const trip = (what: string, of: (each: Measured) => readonly number[]): Figure => {
    const all = (each: readonly Measured[]) => each.flatMap(of).sort((a, b) => a - b);
    const at = (times: readonly number[], part: number) =>
      (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
    const [slow, quick] = [all(vde), all(fast)];
    const of2 = (times: readonly number[]) => `p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)}`;
    const beside = `fast ${of2(quick)}; VDE ${of2(slow)}`;
    return {
      what: `round trip ${what} with fast cables`,
      value: median(quick),
      most: null,
      unit: "ms",
      beside,
    };
  };
  const cpu = (each: readonly Measured[]) => median(each.map((one) => one.cpu));
  return [
    speed("host → machine", (each) => each.toMachine),
    speed("machine → host", (each) => each.toHost),
    speed("machine → machine", (each) => each.between),
    trip("host ↔ machine", (each) => each.trips),
    trip("machine ↔ machine", (each) => each.tripsBetween),
    {
      what: "QEMU's processor time a Gbit with fast cables",
      value: cpu(fast),
      most: null,
      unit: "s",
      beside: `VDE ${cpu(vde).toFixed(2)} s, without the switch's own`,
    },
  ];
}
