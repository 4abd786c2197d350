import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";

/** An address that every uplink's far side answers at, as a server on the Internet would. */
export const anywhere = "203.0.113.9";
/** The port there whose TCP and UDP servers return the client's address. */
export const tellPort = 7007;

if (process.env["VIRTRAY_SANDBOX"] !== "1") {
  throw new Error("this changes interfaces: run it by node build/sandbox.mjs");
}

/** Runs a program and returns its output; throws if it fails. */
export async function sh(program: string, ...args: readonly string[]): Promise<string> {
  return (await execa(program, args)).stdout;
}

/** An uplink of this computer: an interface here, and a network namespace behind it. */
export interface TestUplink {
  readonly interface: string;
  readonly namespace: string;
  /** This computer's address on it. */
  readonly address: string;
  readonly gateway: string;
  /** The far side's name for its end. */
  readonly farEnd: string;
  /** Makes the default route over it, as the host's own configuration would. */
  addDefaultRoute(metric: number): Promise<void>;
  close(): Promise<void>;
}

/** A script that returns each client its address as seen from there, over TCP and UDP. */
const teller = `
const { createServer } = require("node:net");
const { createSocket } = require("node:dgram");
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", () => socket.write(socket.remoteAddress + "\\n"));
});
const udp = createSocket("udp4");
udp.on("message", (text, from) => udp.send(from.address + "\\n", from.port, from.address));
udp.bind(${tellPort}, "${anywhere}", () => server.listen(${tellPort}, "0.0.0.0", () => console.log("ready")));
`;

/** Makes uplink number N (1 to 9): 10.0.N.2 here, 10.0.N.1 there, `anywhere` behind it. */
export async function makeUplink(name: string, number: number): Promise<TestUplink> {
  const namespace = `up${number}`;
  const farEnd = `far${number}`;
  const address = `10.0.${number}.2`;
  const gateway = `10.0.${number}.1`;
  await sh("ip", "netns", "add", namespace);
  const inside = ["-n", namespace];
  await plug(name, number);
  for (const args of [
    ["addr", "add", `${anywhere}/32`, "dev", "lo"],
    ["link", "set", "lo", "up"],
  ]) {
    await sh("ip", ...inside, ...args);
  }
  const server = spawn("ip", ["netns", "exec", namespace, process.execPath, "-e", teller], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await firstLine(server);
  return {
    interface: name,
    namespace,
    address,
    gateway,
    farEnd,
    addDefaultRoute: async (metric) => {
      await sh("ip", "route", "add", "default", "via", gateway, "dev", name, "metric", `${metric}`);
    },
    async close() {
      await endChild(server);
      await execa("ip", ["link", "delete", name], { reject: false });
      await sh("ip", "netns", "delete", namespace);
    },
  };
}

/** Makes the cable of an uplink (again, as after unplugging it): interface, address, far end. */
export async function plug(name: string, number: number): Promise<void> {
  const inside = ["-n", `up${number}`];
  const far = `far${number}`;
  await sh("ip", "link", "add", name, "type", "veth", "peer", "name", far, "netns", `up${number}`);
  await sh("ip", "addr", "add", `10.0.${number}.2/24`, "dev", name);
  await sh("ip", ...inside, "addr", "add", `10.0.${number}.1/24`, "dev", far);
  await sh("ip", ...inside, "link", "set", far, "up");
  // Its IPv6 address would come some time later, and make before and after differ.
  await sh("ip", "link", "set", name, "addrgenmode", "none", "up");
}

async function firstLine(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error("its output is not read");
  for await (const _ of createInterface(child.stdout)) return;
  throw new Error("it ended without a word");
}

/** A machine's stand-in: a namespace whose only interface is plugged into the LAN's switch. */
export interface TestGuest {
  readonly address: string;
  /** Runs a program in it; returns exit code and output, never throws. */
  run(program: string, ...args: readonly string[]): Promise<GuestOutcome>;
  /** Starts a program in it. */
  start(program: string, ...args: readonly string[]): ChildProcess;
  /**
   * Asks the server at `anywhere` which address it sees; null if the packet was refused or lost.
   */
  whoAmI(protocol?: "tcp" | "udp"): Promise<string | null>;
  ping(address: string): Promise<boolean>;
  close(): Promise<void>;
}
interface GuestOutcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const askTcp = `
const socket = require("node:net").connect(${tellPort}, "${anywhere}", () => socket.write("?"));
socket.setTimeout(3000, () => process.exit(3));
socket.on("error", (error) => { console.error(error.code); process.exit(2); });
socket.on("data", (text) => { process.stdout.write(text); process.exit(0); });
`;
const askUdp = `
const socket = require("node:dgram").createSocket("udp4");
setTimeout(() => process.exit(3), 3000);
socket.on("error", () => process.exit(2));
socket.on("message", (text) => { process.stdout.write(text); process.exit(0); });
socket.connect(${tellPort}, "${anywhere}", () => socket.send("?"));
`;

/** Plugs a stand-in for a machine into the switch whose data socket is given. */
export async function makeGuest(
  name: string,
  address: string,
  socketFolder: string,
  mac?: string,
): Promise<TestGuest> {
  await sh("ip", "netns", "add", name);
  const inside = ["netns", "exec", name];
  const plugged = spawn("ip", [...inside, "vde_plug2tap", "-s", socketFolder, "eth0"], {
    stdio: "ignore",
  });
  // Before it is up, so that it never sends from another card.
  const card = mac === undefined ? [] : ["address", mac];
  const link = () =>
    execa("ip", ["-n", name, "link", "set", "eth0", ...card, "up"], { reject: false });
  await until("the guest's card", async () => (await link()).exitCode === 0);
  await sh("ip", "-n", name, "addr", "add", `${address}/24`, "dev", "eth0");
  await sh("ip", "-n", name, "link", "set", "lo", "up");
  const lan = address.replace(/\d+$/, "254");
  await sh("ip", "-n", name, "route", "add", "default", "via", lan);
  const run: TestGuest["run"] = async (program, ...args) => {
    const done = await execa("ip", [...inside, program, ...args], { reject: false });
    return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
  };
  return {
    address,
    run,
    start: (program, ...args) =>
      spawn("ip", [...inside, program, ...args], { stdio: ["pipe", "pipe", "inherit"] }),
    async whoAmI(protocol = "tcp") {
      const told = await run(process.execPath, "-e", protocol === "tcp" ? askTcp : askUdp);
      return told.exitCode === 0 ? told.stdout.trim() : null;
    },
    ping: async (to) => (await run("ping", "-c", "1", "-W", "2", to)).exitCode === 0,
    async close() {
      await endChild(plugged);
      await sh("ip", "netns", "delete", name);
    },
  };
}

/**
 * A part of a Node script that connects by `socket`: prints that its connection has ended, and
 * ends. It cannot distinguish a reset: if data and a reset arrive together, libuv reports both as
 * the end of the stream.
 */
export const tellEnd = `socket.on("error", () => {});
  socket.on("close", () => { console.log("closed"); process.exit(); });`;

/** Waits until the kernel has settled a link's state, which it does up to a second after the event. */
export function linkSettled(name: string): Promise<unknown> {
  const file = `/sys/class/net/${name}/operstate`;
  return until("the link's state", () => readFileSync(file, "utf8") === "up\n");
}

/** Packets seen on an interface, as tcpdump writes them. */
export interface Capture {
  readonly lines: readonly string[];
  /** Ends it, and returns all captured lines. */
  end(): Promise<readonly string[]>;
}

const captures = new Set<ChildProcess>();

/** Ends captures that a failed test left behind. */
export async function endCaptures(): Promise<void> {
  await Promise.all([...captures].map(endChild));
  captures.clear();
}

/** Captures the packets that a filter of tcpdump matches, from when this returns. */
export async function capture(
  interfaceName: string,
  filter: string,
  namespace?: string,
): Promise<Capture> {
  const prefix = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
  const [program = "", ...args] = [
    ...prefix,
    ...["tcpdump", "--immediate-mode", "-plnt", "-i", interfaceName, filter],
  ];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  createInterface(child.stdout).on("line", (line) => {
    if (line !== "") lines.push(line);
  });
  const said = createInterface(child.stderr);
  let listening = false;
  said.on("line", (line) => {
    listening ||= line.startsWith("listening on");
  });
  await until("tcpdump to listen", () => listening);
  captures.add(child);
  return {
    lines,
    async end() {
      captures.delete(child);
      await endChild(child);
      return lines;
    },
  };
}

/**
 * Kernel settings that differ without a cause: a write-only one, one that is unreadable until it is
 * set, the present number of flows, and the secret of TCP Fast Open. The kernel makes that secret
 * when a program first listens with it, as dnsmasq always does.
 */
const otherWhenever = new Set(["flush", "stable_secret", "nf_conntrack_count", "tcp_fastopen_key"]);

/**
 * Returns everything of this computer that the LAN touches, as text to compare before and after.
 * The kernel's own link-local IPv6 addresses and routes are left out, because they appear at any
 * time.
 */
export async function networkState(): Promise<string> {
  const commands = [
    ["nft", "list", "ruleset"],
    ["ip", "rule"],
    ["ip", "-6", "rule"],
    ["ip", "route", "show", "table", "all"],
    ["ip", "-d", "link"],
    ["ip", "addr"],
  ];
  const told = await Promise.all(
    commands.map(async ([program = "", ...args]) => {
      const output = await execa(program, args, { reject: false });
      const stdout = output.stdout
        .replace(/^ +inet6 fe80:.*\n +valid_lft .*\n?/gm, "")
        .replace(/^.*\bfe80:.*\n?/gm, "");
      // The kernel lists routes of equal rank in the order of their creation.
      return args.includes("route") ? stdout.split("\n").sort().join("\n") : stdout;
    }),
  );
  const saved = await execa("iptables-save", [], { reject: false });
  const settings = readdirSync("/proc/sys/net", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !otherWhenever.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${readFileSync(path, "utf8").trim()}`);
  // Its comments tell the time.
  const tables = (saved.stdout ?? "").replace(/^#.*\n?/gm, "");
  return [...told, tables, ...settings.sort()].join("\n");
}
