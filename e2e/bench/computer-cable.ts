import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { createVdeSwitch } from "../../electron/adapters/switch/vde-switch.ts";
import type { ComputerJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "../rig/computers/other-computer.ts";
import { endChild } from "../rig/end-child.ts";
import { sh } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";

/** An address in the LAN that the other end of each cable has. */
const address = "192.168.100.90";
const port = 5001;
const tap = "bench0";

/** The MiB that measure one throughput, the echoes that measure round trips, and the rounds in turns. */
const sentMiB = 32;
const echoes = 100;
const rounds = 3;

/** By a cable of ours, by pipes alone on one computer, and by pipes through ssh. */
const ways = ["ours", "local pipe", "plain ssh"] as const;
type Way = (typeof ways)[number];

/** The figures of one round: Mbit/s, round trips in ms, and seconds of processor a Gbit. */
interface Measured {
  readonly speed: number;
  readonly trips: readonly number[];
  readonly cpu: number;
}

/** Measures the cable of a LAN to another computer against those that a person would make by hand. */
export async function benchComputerCable(): Promise<readonly Figure[]> {
  const here = makeInstance();
  const far = await makeOtherComputer(1);
  try {
    await here.json("lan", "up");
    await here.json("computer", "add", "big", far.host);
    const measured: Readonly<Record<Way, Measured[]>> = {
      ours: [],
      "local pipe": [],
      "plain ssh": [],
    };
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) measured[way].push(await measure(here, far, way));
    }
    return figures(measured);
  } finally {
    await here.close();
    await far.close();
  }
}

async function measure(here: Instance, far: OtherComputer, way: Way): Promise<Measured> {
  const { folder, unplug } = await (way === "ours"
    ? plugOurs(here, far)
    : plugByHand(here, far, way));
  const within = ["netns", "exec", far.namespace];
  const end = spawn("ip", [...within, "vde_plug2tap", "-s", folder, tap], { stdio: "ignore" });
  try {
    const inside = ["-n", far.namespace];
    await until("the tap", () =>
      // Always the same card: this computer would look for the former one for a while.
      sh("ip", ...inside, "link", "set", tap, "address", "52:54:00:be:ac:01").then(
        () => true,
        () => false,
      ),
    );
    await sh("ip", ...inside, "addr", "add", `${address}/24`, "dev", tap);
    await sh("ip", ...inside, "link", "set", tap, "up");
    await until("its answer", async () => (await ping(1)).exitCode === 0, 30);
    const before = processorSeconds();
    const speed = await send(far);
    const cpu = (processorSeconds() - before) / ((sentMiB * 2 ** 20 * 8) / 1e9);
    const { stdout } = await ping(echoes);
    const trips = [...stdout.matchAll(/time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));
    return { speed, trips, cpu };
  } finally {
    await endChild(end);
    await unplug();
  }
}

const ping = (count: number) =>
  execa("ping", ["-i", "0.02", "-c", String(count), "-W", "1", address], { reject: false });

interface Plugged {
  /** The sockets of the switch at the other end. */
  readonly folder: string;
  readonly unplug: () => Promise<unknown>;
}

async function plugOurs(here: Instance, far: OtherComputer): Promise<Plugged> {
  await here.json("computer", "join", "big");
  await until("the cable", async () => {
    const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
    return big?.plugged === true;
  });
  const run = join(dirname(far.home), "run/virtray/switch");
  return {
    folder: createVdeSwitch(run, 0).socketFolder,
    unplug: () => here.json("computer", "leave", "big"),
  };
}

async function plugByHand(
  here: Instance,
  far: OtherComputer,
  way: Exclude<Way, "ours">,
): Promise<Plugged> {
  const lan = createVdeSwitch(join(here.folder, "run/virtray/switch"), 0).socketFolder;
  const work = mkdtempSync("/tmp/bench-switch-");
  await sh("chown", "4242:4242", work);
  const folder = join(work, "sockets");
  const asUser = ["--reuid=4242", "--regid=4242", "--clear-groups", "vde_switch"];
  const there = spawn("setpriv", [...asUser, "-s", folder], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  await until("the switch", () => readdirSync(work).includes("sockets"));
  const remote = way === "plain ssh" ? ["ssh", far.host] : [];
  const cable: ChildProcess = spawn(
    "dpipe",
    ["vde_plug", lan, "=", ...remote, "vde_plug", folder],
    // dpipe makes a process group of its own.
    { stdio: "ignore" },
  );
  return {
    folder,
    async unplug() {
      await endChild(cable);
      await endChild(there);
      // Its programs outlive it.
      for (const pid of await pidsWith(`vde_plug ${folder}`)) process.kill(pid, "SIGKILL");
      for (const pid of await pidsWith(`vde_plug ${lan}`)) process.kill(pid, "SIGKILL");
      rmSync(work, { recursive: true, force: true });
    },
  };
}

async function pidsWith(words: string): Promise<readonly number[]> {
  const { stdout } = await execa("pgrep", ["-f", words], { reject: false });
  return stdout.split("\n").filter(Boolean).map(Number);
}

/** Counts what it is sent, and tells the ms from the first byte to the last. */
const counter = `require("node:net").createServer((socket) => {
  let began = null;
  socket.on("data", () => { began ??= performance.now(); });
  socket.on("end", () => { console.log(performance.now() - began); process.exit(); });
}).listen(${port}, () => console.log("ready"));`;

/** Sends to the other end; returns Mbit/s by its clock. */
async function send(far: OtherComputer): Promise<number> {
  const words = ["netns", "exec", far.namespace, process.execPath, "-e", counter];
  const server = spawn("ip", words, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  server.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  await until("the counter", () => said.includes("ready\n"));
  const socket = createConnection(port, address, () => socket.end(payload));
  await until("the end", () => said.split("\n").length > 2, 120);
  const ms = Number(said.split("\n")[1]);
  return (sentMiB * 2 ** 20 * 8) / 1e6 / (ms / 1000);
}

const payload = Buffer.alloc(sentMiB * 2 ** 20, "virtray");

const carriers: ReadonlySet<string> = new Set([
  ...["vde_plug", "vde_switch", "ssh", "sshd", "dpipe", "vde_plug2tap"],
]);

/** Returns the seconds of processor that all programs on the way have used (proc(5), stat). */
function processorSeconds(): number {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (carriers.has(name)) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended.
    }
  }
  return ticks / 100;
}

function figures(measured: Readonly<Record<Way, readonly Measured[]>>): readonly Figure[] {
  const speed = (way: Way) => median(measured[way].map((each) => each.speed));
  const trip = (way: Way) => median(measured[way].flatMap(({ trips }) => trips));
  const cpu = (way: Way) => median(measured[way].map((each) => each.cpu));
  const beside = (of: (way: Way) => number, digits: number, unit: string) =>
    ways.map((way) => `${way} ${of(way).toFixed(digits)} ${unit}`).join(", ");
  return [
    {
      what: "a local pipe’s throughput against that of the cable to another computer",
      value: speed("local pipe") / speed("ours"),
      most: 1.43,
      unit: "times",
      beside: beside(speed, 0, "Mbit/s"),
    },
    {
      what: "plain ssh’s throughput against that of the cable to another computer",
      value: speed("plain ssh") / speed("ours"),
      most: null,
      unit: "times",
      beside: `medians of ${rounds}`,
    },
    {
      what: "round trip through the cable to another computer",
      value: trip("ours"),
      most: null,
      unit: "ms",
      beside: beside(trip, 2, "ms"),
    },
    {
      what: "processor time of the cable to another computer a Gbit",
      value: cpu("ours"),
      most: null,
      unit: "s",
      beside: beside(cpu, 2, "s"),
    },
  ];
}
