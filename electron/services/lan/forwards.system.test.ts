import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import type { TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  sh,
  type TestGuest,
  type TestUplink,
  tellEnd,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoWays,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { addSmallMachine, emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import { viewForwards } from "../../contract/app/forward-view.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { PortForward } from "../../contract/lan/forward.ts";
import type { NetdCommand } from "../../contract/lan/netd.ts";
import { planOneShot } from "../../core/root/one-shot-plan.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { createFoundation } from "../compose/foundation.ts";
import { machinesParts } from "../compose/machines.ts";
import { createMachinesService } from "../machine/service.ts";
import type { MachinesParts } from "../registry/parts.ts";
import { createTrashService } from "../registry/trash.ts";

const names = ["web", "db"] as const;
type Name = (typeof names)[number];

/** A server in a machine: returns its name and the client's address, over TCP and UDP. */
const teller = `
const [name] = process.argv.slice(1);
require("node:net").createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", () => socket.write(name + " " + socket.remoteAddress + "\\n"));
}).listen(80, "0.0.0.0", () => console.log("ready"));
const udp = require("node:dgram").createSocket("udp4");
udp.on("message", (text, from) => udp.send(name + " " + from.address + "\\n", from.port, from.address));
udp.bind(53);
`;
/** Connects once over TCP, or repeats over UDP until the answer, always from the same port. */
const asker = `
const [protocol, address, port, source] = process.argv.slice(1);
setTimeout(() => process.exit(3), 8000);
const tell = (text) => { process.stdout.write(text); process.exit(0); };
if (protocol === "tcp") {
  const socket = require("node:net").connect({ port, host: address, localAddress: source });
  socket.on("connect", () => socket.write("?")).on("data", tell).on("error", () => process.exit(2));
} else {
  const socket = require("node:dgram").createSocket("udp4");
  socket.on("message", tell).on("error", () => process.exit(2));
  setInterval(() => socket.send("?", port, address), 50);
}
`;
/** Sends without end, and reports how the connection ends. */
const talker = `
const [address, port] = process.argv.slice(1);
const socket = require("node:net").connect(port, address);
socket.on("data", () => console.log("answer"));
${tellEnd}
setInterval(() => socket.write("?"), 20);
`;

let lan: TestLan;
let parts: MachinesParts;
let machines: MachinesService;
let one: TestUplink;
let two: TestUplink;
const guests = new Map<Name, TestGuest>();
const children: ChildProcess[] = [];
let before: string;
const ids = new Map<Name, string>();
const id = (name: Name) => ids.get(name) ?? "";

beforeAll(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
  parts = machinesParts(createFoundation({ HOME: lan.home, XDG_RUNTIME_DIR: lan.home }));
  machines = createMachinesService(parts);
  for (const [index, name] of names.entries()) {
    const disk = await emptyDisk(lan.home, name);
    const address = `192.168.100.${index + 1}`;
    ids.set(name, (await addSmallMachine(machines, { name, disk, address })).id);
  }
  await switchOn(lan);
  for (const [index, name] of names.entries()) {
    const guest = await plugGuest(lan, name, `192.168.100.${index + 1}`);
    guests.set(name, guest);
    const child = guest.start(process.execPath, "-e", teller, name);
    children.push(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
  }
});

afterAll(async () => {
  for (const child of children) await endChild(child);
  try {
    const since = Date.now();
    await switchOff(lan, before, [...guests.values()], []);
    // Old flows are searched for once, however many ports there were in all this time.
    const steps = (await lan.network.log()).filter(({ at }) => Date.parse(at) >= since);
    expect(steps.filter(({ argv }) => argv.includes("-L"))).toHaveLength(1);
    const flows = await execa("conntrack", ["-L", "-f", "ipv4", "--dst-nat"], { reject: false });
    // Earlier tests may have left flows of no forward: name queries and pings.
    const ofForwards = / dport=(443|5353|808\d) /;
    expect(flows.stdout.split("\n").filter((line) => ofForwards.test(line))).toEqual([]);
  } finally {
    for (const uplink of [one, two]) await uplink.close();
  }
});

const tcp: PortForward = { protocol: "tcp", hostPort: 8080, port: 80, reach: "host" };
const udp: PortForward = { protocol: "udp", hostPort: 5353, port: 53, reach: "host" };
const outside = (forward: PortForward): PortForward => ({ ...forward, reach: "uplink" });

/** Returns the answer at an address, asked here or behind an uplink; null if there is none. */
async function ask(
  protocol: "tcp" | "udp",
  address: string,
  port: number,
  { from, source = "" }: { from?: TestUplink; source?: string } = {},
): Promise<string | null> {
  const inside = from === undefined ? [] : ["ip", "netns", "exec", from.namespace];
  const words = [process.execPath, "-e", asker, protocol, address, `${port}`];
  const [program = "", ...args] = [...inside, ...words, ...(source === "" ? [] : [source])];
  const { exitCode, stdout } = await execa(program, args, { reject: false });
  return exitCode === 0 ? stdout.trim() : null;
}

/** Starts to send without end, here or behind an uplink; ends once it was answered. */
async function talk(address: string, port: number, from?: TestUplink) {
  const inside = from === undefined ? [] : ["ip", "netns", "exec", from.namespace];
  const [program = "", ...args] = [...inside, process.execPath, "-e", talker, address, `${port}`];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const said: string[] = [];
  child.stdout
    .setEncoding("utf8")
    .on("data", (text: string) => said.push(...text.trim().split("\n")));
  await until("its first answer", () => said.includes("answer"));
  return {
    /** Waits for another answer. */
    async goesOn() {
      const from = said.length;
      expect(await until("it to say something", () => said[from])).toBe("answer");
    },
    /** Waits for its end, and returns the reason. */
    ends: () => until("its end", () => said.find((each) => each !== "answer")),
    end: () => endChild(child),
  };
}

/** Returns the forwards of a machine, as the app shows them. */
async function views(name: Name) {
  const [{ machines: all }, read] = await Promise.all([machines.list(), lan.network.read()]);
  const machine = all.find((each) => each.id === id(name));
  return machine === undefined ? [] : viewForwards(machine, read.lan, read.uplink);
}
const shown = async (name: Name) => (await views(name)).map(({ here }) => here);

const flag = () => readFileSync("/proc/sys/net/ipv4/conf/vtap0/route_localnet", "utf8").trim();

async function dropForwards(name: Name) {
  const { machines: views } = await machines.list();
  const view = views.find((each) => each.id === id(name));
  for (const forward of view?.definition.network.forwards ?? []) {
    const port = { protocol: forward.protocol, hostPort: forward.hostPort };
    expect(await machines.removeForward(id(name), port)).toEqual(fine);
  }
}

beforeEach(async () => {
  for (const name of names) await dropForwards(name);
  expect(await lan.network.setUplink(pinned("eth1"))).toEqual(fine);
  expect(await machines.setUplink(id("db"), null)).toEqual(fine);
});

describe("a forward for this computer", () => {
  it("leads localhost to the machine, over TCP and UDP, and lets no other computer in", async () => {
    expect(flag()).toBe("0");
    const seen = await Promise.all(
      ["eth1", "eth2"].map((name) => capture(name, "ip and not port 7007")),
    );
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
    expect(await machines.addForward(id("web"), udp)).toEqual(fine);
    expect(flag()).toBe("1");
    expect(await ask("tcp", "localhost", 8080)).toBe("web 192.168.100.254");
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    expect(await ask("udp", "127.0.0.1", 5353)).toBe("web 192.168.100.254");
    expect(await ask("tcp", one.address, 8080)).toBeNull();
    expect((await Promise.all(seen.map((each) => each.end()))).flat()).toEqual([]);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBeNull();
  });

  it("ends with its connections when it is taken back, and the flag with the last one", async () => {
    await machines.addForward(id("web"), tcp);
    await machines.addForward(id("web"), udp);
    const talking = await talk("127.0.0.1", 8080);
    await talking.goesOn();
    expect(await machines.removeForward(id("web"), tcp)).toEqual(fine);
    expect(await talking.ends()).toBe("closed");
    expect(await ask("tcp", "127.0.0.1", 8080)).toBeNull();
    expect(flag()).toBe("1");
    expect(await machines.removeForward(id("web"), udp)).toEqual(fine);
    expect(flag()).toBe("0");
    expect(await machines.removeForward(id("web"), udp)).toMatchObject({
      error: { code: "forward-unknown" },
    });
  });

  it("takes over a client that has been sending over UDP all the time, also from another machine", async () => {
    const waiting = ask("udp", "127.0.0.1", 5353);
    expect(await machines.addForward(id("web"), udp)).toEqual(fine);
    expect(await waiting).toBe("web 192.168.100.254");
    const again = spawn(process.execPath, [
      ...["-e", asker.replace("process.exit(0);", ""), "udp", "127.0.0.1", "5353"],
    ]);
    children.push(again);
    let said = "";
    again.stdout.setEncoding("utf8").on("data", (text: string) => {
      said = text.trim();
    });
    await until("the first machine", () => said.startsWith("web "));
    await machines.removeForward(id("web"), udp);
    expect(await machines.addForward(id("db"), udp)).toEqual(fine);
    await until("the second machine", () => said.startsWith("db "));
    await endChild(again);
  });

  it("goes on while uplinks are switched, rules are loaded and netd is killed", async () => {
    await machines.addForward(id("web"), tcp);
    const talking = await talk("127.0.0.1", 8080);
    for (const choice of [pinned("eth2"), { mode: "none" }, { mode: "automatic" }] as const) {
      expect(await lan.network.setUplink(choice)).toEqual(fine);
      await talking.goesOn();
      expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    }
    const status = await lan.netd.status();
    process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
    await until("netd's end", async () => {
      const now = await lan.netd.status();
      return now.ok && now.value === null;
    });
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    // Requested while netd does not run: the next netd learns of it.
    expect(await machines.addForward(id("db"), { ...tcp, hostPort: 8081 })).toEqual(fine);
    expect(await lan.network.up()).toEqual(fine);
    await talking.goesOn();
    expect(await ask("tcp", "127.0.0.1", 8081)).toBe("db 192.168.100.254");
    await talking.end();
  });

  it("comes back when others delete rules and flag, and after the LAN was off", async () => {
    await machines.addForward(id("web"), tcp);
    writeFileSync("/proc/sys/net/ipv4/conf/vtap0/route_localnet", "0");
    await sh("nft", "delete", "table", "inet", "virtray");
    await until("flag and rules", async () => {
      return flag() === "1" && (await ask("tcp", "127.0.0.1", 8080)) === "web 192.168.100.254";
    });
  });
});

describe("a forward for others", () => {
  it("is reached at the uplink's address, by the uplink alone, and follows it", async () => {
    await machines.addForward(id("web"), outside(tcp));
    await machines.addForward(id("web"), outside(udp));
    for (const [uplink, other] of [
      [one, two],
      [two, one],
    ] as const) {
      expect(await lan.network.setUplink(pinned(uplink.interface))).toEqual(fine);
      const elsewhere = await capture(other.interface, "port 8080 or port 5353 or port 80");
      expect(await ask("tcp", uplink.address, 8080, { from: uplink })).toBe(
        `web ${uplink.gateway}`,
      );
      expect(await ask("udp", uplink.address, 5353, { from: uplink })).toBe(
        `web ${uplink.gateway}`,
      );
      // From a further network, where the host's own routing might answer by another uplink.
      expect(await ask("tcp", uplink.address, 8080, { from: uplink, source: anywhere })).toBe(
        `web ${anywhere}`,
      );
      expect(await elsewhere.end()).toEqual([]);
      expect(await ask("tcp", uplink.address, 8080)).toBe("web 192.168.100.254");
      expect(await ask("tcp", "localhost", 8080)).toBe("web 192.168.100.254");
      expect(await ask("tcp", other.address, 8080, { from: other })).toBeNull();
      // The right address, but by the wrong interface.
      await sh("ip", "-n", other.namespace, "route", "add", uplink.address, "via", other.address);
      expect(await ask("tcp", uplink.address, 8080, { from: other })).toBeNull();
      await sh("ip", "-n", other.namespace, "route", "del", uplink.address);
    }
    expect(await lan.network.setUplink({ mode: "automatic" })).toEqual(fine);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBe(`web ${one.gateway}`);
    expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBeNull();
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
  });

  it("uses the uplink of its machine, if that has one of its own", async () => {
    await machines.setUplink(id("db"), pinned("eth2"));
    await machines.addForward(id("db"), outside(tcp));
    expect(await ask("tcp", two.address, 8080, { from: two })).toBe(`db ${two.gateway}`);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBeNull();
    expect(await shown("db")).toEqual([["localhost:8080", "10.0.2.2:8080"]]);
    // The machine's own uplink may be this computer's, past the LAN's.
    expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
    expect(await machines.setUplink(id("db"), { mode: "automatic" })).toEqual(fine);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBe(`db ${one.gateway}`);
    expect(await shown("db")).toEqual([["localhost:8080", "10.0.1.2:8080"]]);
  });

  it("sends no packet of its connections by another uplink when it moves or goes", async () => {
    await machines.addForward(id("web"), outside(tcp));
    const talking = await talk(one.address, 8080, one);
    const onTwo = await capture("eth2", `host ${one.address} or host ${one.gateway}`);
    const inLan = await capture("vtap0", "tcp[tcpflags] & tcp-rst != 0 and dst 192.168.100.1");
    expect(await lan.network.setUplink(pinned("eth2"))).toEqual(fine);
    await until("the machine to be told", () => inLan.lines.length > 0);
    await talking.end();
    expect(await onTwo.end()).toEqual([]);
    await inLan.end();

    const again = await talk(two.address, 8080, two);
    expect(await machines.removeForward(id("web"), tcp)).toEqual(fine);
    // Later packets of the client do not reach the machine any more.
    const [atTwo, atLan] = await Promise.all([
      capture("eth2", `src host ${two.gateway} and dst port 8080`),
      // This computer itself sends the resets, in their name.
      capture("vtap0", `src host ${two.gateway} and tcp[tcpflags] & tcp-rst == 0`),
    ]);
    await until("them to have tried", () => atTwo.lines.length > 2);
    await atTwo.end();
    expect(await atLan.end()).toEqual([]);
    await again.end();
  });

  it("passes another firewall that drops unknown packets, by the rules that are shown", async () => {
    await sh("iptables", "-P", "FORWARD", "DROP");
    await machines.addForward(id("web"), outside(tcp));
    expect(await ask("tcp", one.address, 8080, { from: one })).toBeNull();
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    const firewall = { lan: "vtap0", chain: "FORWARD", program: "iptables" } as const;
    const facts = { user: "", firewall, tagged: [], hosts: null };
    for (const step of planOneShot({ do: "allow-through-firewall" }, facts)) {
      if (step.do === "run") await sh(step.program, ...step.args);
    }
    expect(await ask("tcp", one.address, 8080, { from: one })).toBe(`web ${one.gateway}`);
    // It still lets no packet pass beyond the desired state.
    expect(await machines.removeForward(id("web"), tcp)).toEqual(fine);
    expect(await ask("tcp", one.address, 8080, { from: one })).toBeNull();
    await sh("nft", "delete", "table", "ip", "filter");
  });

  it.each(["0", "1", "2"])("works with rp_filter %s", async (value) => {
    const files = ["all", "eth1", "eth2", "vtap0"].map(
      (name) => `/proc/sys/net/ipv4/conf/${name}/rp_filter`,
    );
    const old = files.map((file) => readFileSync(file, "utf8"));
    for (const file of files) writeFileSync(file, value);
    await machines.addForward(id("web"), outside(tcp));
    await lan.network.setUplink(pinned("eth2"));
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    expect(await ask("tcp", two.address, 8080, { from: two, source: anywhere })).toBe(
      `web ${anywhere}`,
    );
    files.forEach((file, index) => {
      writeFileSync(file, old[index] ?? "");
    });
  });
});

describe("a machine", () => {
  it("reaches no service that is private to this computer, although forwards are there", async () => {
    await machines.addForward(id("web"), tcp);
    const secret = spawn(process.execPath, [
      "-e",
      `require("node:net").createServer((s) => s.end("secret")).listen(9999, "127.0.0.1", () => console.log("ready"));
       require("node:dgram").createSocket("udp4").on("message", () => console.log("heard")).bind(9998);`,
    ]);
    children.push(secret);
    let said = "";
    secret.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await until("the service", () => said.includes("ready"));
    expect(flag()).toBe("1");
    const guest = guests.get("db");
    // A guest's root can try this: it uses 127.0.0.1 as the host's address, or as its own to
    // others.
    await guest?.run("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1");
    for (const words of ["rule del pref 0", "rule add pref 9 lookup local"]) {
      await guest?.run("ip", ...words.split(" "));
    }
    await guest?.run("ip", "rule", "add", "pref", "5", "to", "127.0.0.1", "lookup", "77");
    await guest?.run(
      ...(["ip", "route", "add", "127.0.0.1", "via", "192.168.100.254"] as const),
      ...["dev", "eth0", "src", "192.168.100.2", "table", "77"],
    );
    const arriving = await capture("vtap0", "host 127.0.0.1");
    const asked = await guest?.run(process.execPath, "-e", asker, "tcp", "127.0.0.1", "9999");
    expect(asked?.exitCode).not.toBe(0);
    await until("it to have tried", () =>
      arriving.lines.some((line) => /> 127\.0\.0\.1/.test(line)),
    );
    // The reverse: as 127.0.0.1 to a service that listens everywhere.
    await guest?.run("ip", "rule", "add", "pref", "6", "to", "192.168.100.254", "lookup", "78");
    await guest?.run(
      ...(["ip", "route", "add", "192.168.100.254", "dev", "eth0"] as const),
      ...["src", "127.0.0.1", "table", "78"],
    );
    const shout = guest?.start(process.execPath, "-e", asker, "udp", "192.168.100.254", "9998");
    if (shout !== undefined) children.push(shout);
    await until("it to have tried", () =>
      arriving.lines.some((line) => /IP 127\.0\.0\.1\.\d+ > 192/.test(line)),
    );
    const drops = await sh("nft", "list", "chain", "inet", "virtray", "entrance");
    for (const rule of ["ip saddr != 192.168.100.0/24", "ip daddr 127.0.0.0/8"]) {
      expect(drops).toMatch(new RegExp(`${rule} counter packets [1-9]`));
    }
    expect(said).toBe("ready\n");
    await arriving.end();
    // The packet itself arrives: this computer sees it.
    await sh("bash", "-c", "cat </dev/tcp/127.0.0.1/9999 && echo ? >/dev/udp/127.0.0.1/9998");
    await until("the service to hear it", () => said === "ready\nheard\n");
    await endChild(secret);
  });
});

/** The ways in which others publish a port of this computer, and their removal. */
const publishers: readonly (readonly [
  string,
  string,
  string,
  readonly string[],
  readonly string[],
])[] = [
  [
    "Docker's way",
    "ip nat",
    "DOCKER",
    [
      "iptables -t nat -N DOCKER",
      "iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
      "iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
      "iptables -t nat -A DOCKER ! -i pub0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.31.0.2:80",
    ],
    ["nft delete table ip nat"],
  ],
  [
    "nft's own",
    "inet pub",
    "pre",
    [
      "nft add table inet pub",
      "nft add chain inet pub pre { type nat hook prerouting priority dstnat; }",
      "nft add rule inet pub pre fib daddr type local tcp dport { 80, 8080 } dnat ip to 172.31.0.2:80",
    ],
    ["nft delete table inet pub"],
  ],
  [
    "iptables' older table",
    "iptables-legacy nat",
    "PREROUTING",
    [
      "iptables-legacy -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.31.0.2:80",
    ],
    ["iptables-legacy -t nat -F"],
  ],
];

describe("a port that others publish by rules", () => {
  const each = async (lines: readonly string[]) => {
    for (const line of lines) {
      const [program = "", ...args] = line.split(" ");
      await sh(program, ...args);
    }
  };

  beforeAll(async () => {
    // As Docker does it: this computer then forwards, and we do not guard the port.
    await sh("sysctl", "-qw", "net.ipv4.ip_forward=1");
    await each([
      "ip netns add pub",
      "ip link add pub0 type veth peer name eth0 netns pub",
      "ip addr add 172.31.0.1/24 dev pub0",
      "ip link set pub0 addrgenmode none up",
      "ip -n pub addr add 172.31.0.2/24 dev eth0",
      "ip -n pub link set eth0 up",
      "ip -n pub route add default via 172.31.0.1",
    ]);
    const words = ["netns", "exec", "pub", process.execPath, "-e", teller, "container"];
    const container = spawn("ip", words, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(container);
    await once(container.stdout, "data");
  });

  afterAll(async () => {
    await each(["ip link delete pub0", "ip netns delete pub"]);
    await sh("sysctl", "-qw", "net.ipv4.ip_forward=0");
  });

  it.each(publishers)(
    "stays theirs, by %s, and is reported so",
    async (_way, table, chain, publish, end) => {
      expect(await machines.addForward(id("web"), outside(tcp))).toEqual(fine);
      expect(await ask("tcp", one.address, 8080, { from: one })).toBe(`web ${one.gateway}`);
      // This tests the order of the rules alone, so netd is stopped for its time.
      const status = await lan.netd.status();
      const pid = status.ok ? (status.value?.pid ?? 0) : 0;
      process.kill(pid, "SIGSTOP");
      await each(publish);
      const answer = await ask("tcp", one.address, 8080, { from: one });
      process.kill(pid, "SIGCONT");
      expect(answer).toBe(`container ${one.gateway}`);
      const published = appError("forward-port-published", {
        ...{ protocol: "tcp", port: 8080, table, chain },
      });
      await until("it to be told", async () => {
        // No event reports a change in the older table, so the next check finds it.
        await lan.netd.tell({ verb: "set-forwards", address: "192.168.100.2", forwards: [] });
        return (await views("web")).some(({ state }) => state === "refused");
      });
      expect((await views("web")).map(({ problem }) => problem)).toEqual([published]);
      expect(await machines.removeForward(id("web"), tcp)).toEqual(fine);
      expect(await machines.addForward(id("web"), outside(tcp))).toEqual({
        ok: false,
        error: published,
      });
      expect(await views("web")).toEqual([]);
      // It is free for this computer alone, because their rules leave that out.
      expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
      expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
      await each(end);
      expect(await machines.addForward(id("web"), outside(tcp))).toEqual(fine);
      expect(await ask("tcp", one.address, 8080, { from: one })).toBe(`web ${one.gateway}`);
    },
  );
});

describe("a port", () => {
  it("leads to one machine, and is free again with it", async () => {
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
    expect(await machines.addForward(id("db"), tcp)).toMatchObject({
      error: { code: "forward-taken", params: { protocol: "tcp", port: 8080, by: "web" } },
    });
    // The same port of the other protocol is different, and one's own is replaced.
    expect(await machines.addForward(id("db"), { ...tcp, protocol: "udp" })).toEqual(fine);
    expect(await machines.addForward(id("web"), { ...tcp, port: 81 })).toEqual(fine);
    expect(await ask("tcp", "127.0.0.1", 8080)).toBeNull();
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);

    expect(await machines.delete(id("web"))).toEqual(fine);
    expect(await ask("tcp", "127.0.0.1", 8080)).toBeNull();
    const trash = createTrashService(parts);
    // A deleted machine does not run: another one may answer at its address.
    const restore = async () => {
      await guests.get("web")?.run("ip", "link", "set", "eth0", "down");
      const restored = await trash.restore(id("web"));
      await guests.get("web")?.run("ip", "link", "set", "eth0", "up");
      return restored;
    };
    expect((await restore()).ok).toBe(true);
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
    await machines.addForward(id("web"), { ...tcp, hostPort: 8081 });
    expect(await machines.delete(id("web"))).toEqual(fine);
    expect(await machines.addForward(id("db"), tcp)).toEqual(fine);
    // Another machine has it by now, so only the rest is restored.
    const back = await restore();
    expect(back.ok && back.value.network.forwards).toEqual([{ ...tcp, hostPort: 8081 }]);
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("db 192.168.100.254");
    expect(await ask("tcp", "127.0.0.1", 8081)).toBe("web 192.168.100.254");
  });

  it("is not taken from a program that listens there", async () => {
    const listening = spawn(process.execPath, [
      "-e",
      `require("node:net").createServer().listen(8080, "127.0.0.1", () => console.log("ready"))`,
    ]);
    children.push(listening);
    await new Promise((resolve) => listening.stdout.once("data", resolve));
    const refused = await machines.addForward(id("web"), tcp);
    expect(refused).toMatchObject({
      error: {
        code: "forward-port-taken",
        params: {
          port: 8080,
          by: expect.stringMatching(new RegExp(`\\(pid ${listening.pid}\\)$`)),
        },
      },
    });
    expect(await machines.addForward(id("web"), { ...tcp, protocol: "udp" })).toEqual(fine);
    await endChild(listening);
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
  });

  it("is not taken from a program that listens there, for any user of netd", async () => {
    const own = createServer((socket) => socket.resume().end("own\n")).listen(8080, "127.0.0.1");
    await once(own, "listening");
    const desired: NetdCommand = {
      verb: "set-forwards",
      address: "192.168.100.1",
      forwards: [tcp],
    };
    expect(await lan.netd.tell(desired)).toMatchObject({
      value: {
        problem: {
          code: "forward-port-taken",
          params: { protocol: "tcp", port: 8080, by: "?" },
        },
      },
    });
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("own");
    own.close();
    await once(own, "close");
    expect(await lan.netd.tell(desired)).toMatchObject({ value: { problem: null } });
    expect(await ask("tcp", "127.0.0.1", 8080)).toBe("web 192.168.100.254");
  });

  it("shows its state: not sent to the LAN, refused while a program has it, and active", async () => {
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
    const keep = (forwards: readonly PortForward[]) =>
      lan.netd.tell({ verb: "set-forwards", address: "192.168.100.1", forwards: [...forwards] });
    const standing = async () => (await views("web")).map(({ state, problem }) => [state, problem]);
    // No QEMU of ours runs it here.
    expect(await standing()).toEqual([["not-running", null]]);
    await keep([]);
    expect(await standing()).toEqual([["waiting", null]]);
    const own = createServer().listen(8080, "127.0.0.1");
    await once(own, "listening");
    await keep([tcp]);
    const taken = { protocol: "tcp", port: 8080, by: "?" } as const;
    expect(await standing()).toEqual([["refused", appError("forward-port-taken", taken)]]);
    own.close();
    await once(own, "close");
    await keep([tcp]);
    expect(await standing()).toEqual([["not-running", null]]);
  });

  it("cannot be taken by a program as long as it leads to a machine", async () => {
    expect(await machines.addForward(id("web"), tcp)).toEqual(fine);
    expect(await machines.addForward(id("web"), udp)).toEqual(fine);
    for (const address of ["127.0.0.1", "0.0.0.0"]) {
      const [server, socket] = [createServer().listen(8080, address), createSocket("udp4")];
      const [refused] = await once(server, "error");
      expect(refused).toMatchObject({ code: "EADDRINUSE" });
      socket.bind(5353, address);
      expect((await once(socket, "error"))[0]).toMatchObject({ code: "EADDRINUSE" });
    }
    // The machine owns it, so its reach can be changed.
    expect(await machines.addForward(id("web"), outside(tcp))).toEqual(fine);
    expect(await machines.removeForward(id("web"), tcp)).toEqual(fine);
    const server = createServer().listen(8080, "127.0.0.1");
    await once(server, "listening");
    server.close();
  });

  it("is one from 1 to 65535, also below 1024", async () => {
    for (const wrong of [0, 65_536, 1.5, Number.NaN]) {
      expect(await machines.addForward(id("web"), { ...tcp, hostPort: wrong })).toMatchObject({
        error: { code: "input-invalid" },
      });
    }
    expect(await machines.addForward(id("web"), { ...tcp, hostPort: 443 })).toEqual(fine);
    expect(await ask("tcp", "127.0.0.1", 443)).toBe("web 192.168.100.254");
  });
});
