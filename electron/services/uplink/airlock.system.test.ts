import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { hasFastCables } from "../../../e2e/rig/forms.mjs";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  type Capture,
  capture,
  endCaptures,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { fine, makeTwoUplinks, plugGuest, switchOff, switchOn } from "../../../e2e/rig/lan/ways.ts";
import { addSmallMachine, emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { AirlockEntry } from "../../contract/lan/airlock.ts";
import { airlockTable, setName } from "../../core/firewall/airlock-rules.ts";
import { readEntries } from "../../core/lan/airlock-text.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createMachines } from "../compose/machines.ts";

const own = "192.168.100.1";
const host = "192.168.100.254";
/** The address that `deb.test` has, by another name of a CDN. */
const mirror = "203.0.113.20";
/** An address that is on no list, where name servers and others listen. */
const elsewhere = "203.0.113.21";
/** The error of a program in the guest whose packet is refused. */
const prohibited = "EHOSTUNREACH";
const page = "the page of the mirror";

let lan: TestLan;
let machines: MachinesService;
let one: TestUplink;
let two: TestUplink;
let guest: TestGuest;
let before: string;
let id: string;
const servers: ChildProcess[] = [];

/** Serves names and pages behind an uplink, at all of its addresses. */
async function serveBehind({ namespace }: TestUplink): Promise<void> {
  for (const address of [mirror, elsewhere]) {
    await sh("ip", "-n", namespace, "addr", "add", `${address}/32`, "dev", "lo");
  }
  const inside = ["netns", "exec", namespace];
  const words = [
    `--host-record=cdn.test,${mirror},3600 --cname=deb.test,cdn.test,3600`,
    `--host-record=evil.test,${elsewhere} --host-record=extra.test,${elsewhere}`,
    `--listen-address=${anywhere} --listen-address=${elsewhere} --user=root`,
  ];
  servers.push(
    spawn(
      "ip",
      [
        ...[...inside, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file="],
        ...["--no-hosts", "--no-resolv", "--bind-interfaces", ...words.join(" ").split(" ")],
      ],
      { stdio: "ignore" },
    ),
  );
  const script = `const { createServer } = require("node:net");
    const head = "HTTP/1.1 200 OK\\r\\nContent-Length: ${page.length}\\r\\n\\r\\n";
    for (const port of [80, 443, 853]) createServer((socket) => {
      socket.on("error", () => {}).on("data", () => socket.write(head + ${JSON.stringify(page)}));
    }).listen(port, "0.0.0.0", () => port === 853 && console.log("ready"));`;
  const pages = spawn("ip", [...inside, process.execPath, "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  servers.push(pages);
  await new Promise((resolve) => pages.stdout?.once("data", resolve));
}

beforeAll(async () => {
  ({ one, two } = await makeTwoUplinks());
  await serveBehind(one);
  // The sandbox's own file: the computer's does not change.
  writeFileSync("/run/resolv.conf", `nameserver ${anywhere}\n`);
  await sh("mount", "--bind", "/run/resolv.conf", "/etc/resolv.conf");
  writeFileSync("/run/guest-resolv.conf", `nameserver ${host}\n`);
  before = await networkState();
  lan = await makeLan();
  machines = createMachines(createFoundation({ HOME: lan.home, XDG_RUNTIME_DIR: lan.home }));
  const disk = await emptyDisk(lan.home, "web");
  const made = await addSmallMachine(machines, { name: "web", disk, address: own });
  id = made.id;
  await switchOn(lan);
  guest = await plugGuest(lan, "web", own);
});

beforeEach(async () => {
  expect(await lan.network.up()).toEqual(fine);
  expect(await machines.setAirlock(id, null)).toEqual(fine);
});

afterEach(endCaptures);

afterAll(async () => {
  for (const server of servers) await endChild(server);
  await sh("umount", "/etc/resolv.conf");
  await switchOff(lan, before, [guest], [one, two]);
});

/** Gives the machine an airlock. */
async function close(list: string, forMs?: number): Promise<void> {
  const only = readEntries(list);
  if ("wrong" in only) throw new Error(only.wrong);
  const end = forMs === undefined ? {} : { until: Date.now() + forMs };
  expect(await machines.setAirlock(id, { only: [...only], ...end })).toEqual(fine);
}

/** Asks a name server in the guest; returns the address or the error. */
async function resolve(name: string, server = host, protocol = "udp"): Promise<string> {
  const { stdout } = await guest.run("node", "-e", asking, name, server, protocol);
  return stdout.trim();
}
const asking = `
const [name, server, protocol] = process.argv.slice(1);
const body = Buffer.concat([
  Buffer.from("1234010000010000000000", "hex"), Buffer.from([0]),
  ...name.split(".").flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
  Buffer.from("0000010001", "hex"),
]);
const codes = { 0: "none", 2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED" };
const say = (text) => { console.log(text); process.exit(); };
setTimeout(() => say("silent"), 2000);
const told = (answer) => {
  const code = answer[3] & 15;
  say(code !== 0 ? codes[code] : answer.readUInt16BE(6) === 0 ? "none" : [...answer.subarray(-4)].join("."));
};
if (protocol === "tcp") {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.length);
  const socket = require("node:net").connect(53, server, () => socket.write(Buffer.concat([size, body])));
  socket.on("data", (answer) => told(answer.subarray(2))).on("error", (error) => say(error.code));
} else {
  const socket = require("node:dgram").createSocket("udp4");
  socket.on("message", told).on("error", (error) => say(error.code));
  socket.connect(53, server, () => socket.send(body));
}`;

/** Connects from the guest by TCP; returns "open", or why not. */
async function connect(address: string, port: number): Promise<string> {
  const script = `const say = (text) => { console.log(text); process.exit(); };
    const socket = require("node:net").connect(${port}, "${address}", () => say("open"));
    socket.on("error", (error) => say(error.code)).setTimeout(2000, () => say("silent"));`;
  return (await guest.run("node", "-e", script)).stdout.trim();
}

/** A connection of the guest that stays; `ask` returns the next thing that it hears. */
async function talk(address: string, port: number) {
  const script = `const socket = require("node:net").connect(${port}, "${address}");
    process.stdin.on("data", () => socket.write("GET / HTTP/1.1\\r\\n\\r\\n"));
    socket.on("data", () => console.log("answer"));
    socket.on("error", (error) => { console.log(error.code); process.exit(); });`;
  const child = guest.start("node", "-e", script);
  const heard: string[] = [];
  if (child.stdout !== null) createInterface(child.stdout).on("line", (line) => heard.push(line));
  return {
    async ask() {
      const count = heard.length;
      child.stdin?.write("?");
      await until("an answer or an error", () => heard.length > count);
      return heard.at(-1);
    },
    end: () => endChild(child),
  };
}

/** All that leaves for the outside, but for the mirror and what this computer's resolver asks. */
const strays = () => Promise.all([one, two].map((uplink) => captureStrays(uplink.interface)));
const captureStrays = (name: string): Promise<Capture> =>
  capture(
    name,
    `not arp and not host ${mirror} and not (host ${anywhere} and port 53) and outbound`,
  );
const ended = async (some: readonly Capture[]) =>
  (await Promise.all(some.map((each) => each.end()))).flat();

/** Asks for a page by name, as apt and pip do. */
async function download(name: string): Promise<string> {
  const script = `mount --bind /run/guest-resolv.conf /etc/resolv.conf && curl -sS -m 5 http://${name}/`;
  const done = await guest.run("unshare", "-m", "sh", "-c", script);
  return done.exitCode === 0 ? done.stdout : `failed: ${done.exitCode}`;
}

async function killNetd(): Promise<void> {
  const status = await lan.netd.status();
  process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
  await until("its end", async () => {
    const now = await lan.netd.status();
    return now.ok && now.value === null;
  });
}

it("lets a download by an allowed name through, its CDN's address included, and nothing else", async () => {
  expect(await connect(elsewhere, 80)).toBe("open");
  await close("deb.test");
  const asked = await capture(one.interface, `host ${anywhere} and port 53`);
  const seen = await strays();
  // Nothing was asked yet, so no address is known.
  expect(await connect(mirror, 80)).toBe("ECONNREFUSED");
  expect(await download("deb.test")).toBe(page);
  expect(await connect(mirror, 443)).toBe("open");
  expect(await resolve("deb.test", host, "tcp")).toBe(mirror);
  for (const protocol of ["udp", "tcp"]) {
    expect(await resolve("evil.test", host, protocol)).toBe("REFUSED");
  }
  expect(await resolve("cdn.test")).toBe("REFUSED");
  expect(await resolve("secret.in.a.name.evil.test")).toBe("REFUSED");
  expect(await resolve("web.vm.internal")).toBe(own);
  expect(await download("evil.test")).toMatch(/^failed/);
  for (const port of [80, 443, 853, 53]) {
    expect(await connect(elsewhere, port)).toBe("ECONNREFUSED");
  }
  expect(await connect(anywhere, 443)).toBe("ECONNREFUSED");
  expect(await guest.whoAmI("udp")).toBe(null);
  expect(await guest.ping(elsewhere)).toBe(false);
  expect(await ended(seen)).toEqual([]);
  const queries = (await asked.end()).filter((line) => line.includes("? "));
  expect(queries.length).toBeGreaterThan(0);
  expect(queries.filter((line) => !/ (?:A|AAAA)\? deb\.test\. /.test(line))).toEqual([]);
});

it("refuses name servers elsewhere, also on an allowed address and on this computer, and IPv6", async () => {
  await close(`deb.test,${elsewhere}:80`);
  expect(await download("deb.test")).toBe(page);
  const seen = await Promise.all(
    [one, two].map((uplink) =>
      capture(
        uplink.interface,
        `outbound and (ip6 or (port (53 or 853) and not host ${anywhere}))`,
      ),
    ),
  );
  const asked = await capture(one.interface, `host ${anywhere} and port 53`);
  for (const server of [elsewhere, anywhere, mirror]) {
    expect(await resolve("evil.test", server)).toBe(prohibited);
    expect(await resolve("evil.test", server, "tcp")).toBe("ECONNREFUSED");
    expect(await connect(server, 853)).toBe("ECONNREFUSED");
  }
  // This computer's other addresses are not asked either, nor its services.
  expect(await resolve("evil.test", one.address)).toBe(prohibited);
  expect(await connect(host, 22)).toBe("ECONNREFUSED");
  expect(await guest.ping(host)).toBe(true);
  expect(await connect(elsewhere, 80)).toBe("open");
  expect(await connect(elsewhere, 443)).toBe("ECONNREFUSED");
  await sh("ip", "-n", "web", "-6", "addr", "add", "fd00::7/64", "dev", "eth0", "nodad");
  await sh("ip", "-n", "web", "-6", "route", "add", "default", "via", "fd00::1");
  await guest.run("ping", "-6", "-c", "2", "-i", "0.2", "-W", "1", "2001:db8::9");
  expect(await ended([...seen, asked])).toEqual([]);
});

it("ends connections that began before, and knows no address that was learned before", async () => {
  expect(await resolve("evil.test")).toBe(elsewhere);
  const old = await talk(elsewhere, 80);
  expect(await old.ask()).toBe("answer");
  await close("deb.test");
  expect(await download("deb.test")).toBe(page);
  const seen = await strays();
  expect(await old.ask()).toBe("ECONNRESET");
  expect(await connect(elsewhere, 80)).toBe("ECONNREFUSED");
  // A list that allows less ends what it does not allow, and one that allows more goes on.
  const download_ = await talk(mirror, 80);
  expect(await download_.ask()).toBe("answer");
  await close("deb.test,evil.test");
  expect(await download_.ask()).toBe("answer");
  await close("evil.test");
  expect(await download_.ask()).toBe("ECONNRESET");
  expect(await connect(mirror, 80)).toBe("ECONNREFUSED");
  expect(await ended(seen)).toEqual([]);
});

it("forgets an address after a time, for new connections only", async () => {
  await close("deb.test");
  expect(await resolve("deb.test")).toBe(mirror);
  const names = setName("names", own, "deb.test");
  const grace = setName("grace", own, "deb.test");
  const table = ["inet", airlockTable];
  expect(await sh("nft", "list", "set", ...table, names)).toMatch(
    new RegExp(`timeout 10m\\s+elements = \\{ ${mirror} expires [89]m`),
  );
  const going = await talk(mirror, 80);
  expect(await going.ask()).toBe("answer");
  expect(await sh("nft", "list", "set", ...table, grace)).toMatch(/expires 1m/);
  // The kernel's own end of an element, only sooner than the ten minutes.
  const endSoon = async (set: string) => {
    await sh("nft", "delete", "element", ...table, set, `{ ${mirror} }`);
    await sh("nft", "add", "element", ...table, set, `{ ${mirror} timeout 1s }`);
    await until(
      "its end",
      async () => !(await sh("nft", "list", "set", ...table, set)).includes("expires"),
    );
  };
  await endSoon(names);
  // A guest may still use the answer that it has.
  expect(await connect(mirror, 80)).toBe("open");
  await endSoon(grace);
  expect(await connect(mirror, 80)).toBe("ECONNREFUSED");
  expect(await going.ask()).toBe("answer");
  await going.end();
  expect(await download("deb.test")).toBe(page);
});

it("ends by the kernel alone, with netd killed, and lets nothing through from then on", async () => {
  await close("deb.test", 6_000);
  const end = Date.now() + 6_000;
  expect(await download("deb.test")).toBe(page);
  const going = await talk(mirror, 80);
  expect(await going.ask()).toBe("answer");
  await killNetd();
  const seen = await strays();
  expect(await connect(elsewhere, 80)).toBe("ECONNREFUSED");
  // Known addresses work on; names need netd's resolver, and without it nobody answers.
  expect(await connect(mirror, 80)).toBe("open");
  expect(await resolve("evil.test")).toBe("ECONNREFUSED");
  await until("the end", () => Date.now() > end);
  await until("its end", async () => (await connect(mirror, 80)) === "ECONNREFUSED");
  expect(await going.ask()).toBe("ECONNRESET");
  const late = await capture(one.interface, `host ${mirror} and outbound`);
  expect(await connect(mirror, 80)).toBe("ECONNREFUSED");
  expect(await lan.network.up()).toEqual(fine);
  expect(await resolve("deb.test")).toBe("REFUSED");
  expect(await connect(mirror, 80)).toBe("ECONNREFUSED");
  expect(await ended([...seen, late])).toEqual([]);
});

it("holds while its resolver is killed, which comes back", async () => {
  await close("deb.test");
  expect(await download("deb.test")).toBe(page);
  const pid = async () =>
    (await sh("pgrep", "-f", "dnsmasq.*nftset=/deb.test/")).split("\n")[0] ?? "";
  const former = await pid();
  const seen = await strays();
  process.kill(Number(former), "SIGKILL");
  expect(await resolve("evil.test")).not.toBe(elsewhere);
  expect(await connect(elsewhere, 80)).toBe("ECONNREFUSED");
  await until("another resolver", async () => (await resolve("deb.test")) === mirror);
  expect(await pid()).not.toBe(former);
  expect(await resolve("evil.test")).toBe("REFUSED");
  expect(await ended(seen)).toEqual([]);
});

it("closes at once for a machine that runs, and again after another program has deleted its rules", async () => {
  await close("deb.test");
  await sh("nft", "delete", "table", "inet", airlockTable);
  await until("the rules", async () => (await connect(elsewhere, 80)) === "ECONNREFUSED");
  expect(await download("deb.test")).toBe(page);
  await close("deb.test");
  expect(await lan.network.down()).toEqual(fine);
  await expect(sh("nft", "list", "table", "inet", airlockTable)).rejects.toThrow(/No such file/);
  await guest.close();
  expect(await lan.network.up()).toEqual(fine);
  guest = await plugGuest(lan, "web", own);
  expect(await connect(elsewhere, 80)).toBe("ECONNREFUSED");
});

it("holds for a guest that takes another address", async () => {
  await close("deb.test");
  const take = async (address: string) => {
    await sh("ip", "-n", "web", "addr", "flush", "dev", "eth0");
    await sh("ip", "-n", "web", "addr", "add", `${address}/24`, "dev", "eth0");
    await sh("ip", "-n", "web", "route", "replace", "default", "via", host);
  };
  const seen = await strays();
  await take("192.168.100.77");
  // At a port of its own it sends from no other address, so nobody hears that it asks.
  expect(await guest.ping(host)).toBe(!hasFastCables);
  const unheard = /^(?:silent|EHOSTUNREACH)$/;
  expect(await connect(elsewhere, 80)).toMatch(hasFastCables ? unheard : /^ECONNREFUSED$/);
  expect(await resolve("evil.test")).toMatch(hasFastCables ? unheard : prohibited);
  await take(own);
  expect(await download("deb.test")).toBe(page);
  expect(await ended(seen)).toEqual([]);
});

it("tells what was reached and refused by name, and lets more through on request", async () => {
  await close("deb.test");
  expect(await download("deb.test")).toBe(page);
  expect(await resolve("extra.test")).toBe("REFUSED");
  expect(await connect(elsewhere, 443)).toBe("ECONNREFUSED");
  expect(await guest.ping(elsewhere)).toBe(false);
  const log = await machines.airlockLog(id);
  expect(log).toEqual({
    ok: true,
    value: {
      reached: [{ address: mirror, protocol: "tcp", port: 80, count: 1, name: "deb.test" }],
      refused: [
        { address: elsewhere, protocol: "tcp", port: 443, count: 1, name: null },
        { address: elsewhere, protocol: "icmp", port: null, count: 1, name: null },
      ],
      names: [{ name: "extra.test", count: 1 }],
    },
  });
  const allow = (entry: AirlockEntry) => machines.allow(id, entry);
  const now = Date.now();
  // Once: the next connection, and no other.
  expect(
    await allow({
      to: elsewhere,
      ports: [{ first: 443, last: 443 }],
      until: now + 300_000,
      once: true,
    }),
  ).toEqual(fine);
  expect(await connect(elsewhere, 443)).toBe("open");
  expect(await connect(elsewhere, 443)).toBe("ECONNREFUSED");
  // Another change does not give it again.
  expect(
    await allow({ to: "extra.test", ports: [{ first: 80, last: 80 }], until: now + 3_600_000 }),
  ).toEqual(fine);
  expect(await connect(elsewhere, 443)).toBe("ECONNREFUSED");
  expect(await download("extra.test")).toBe(page);
  expect(await connect(elsewhere, 80)).toBe("open");
  const list = await sh(
    "nft",
    "list",
    "set",
    "inet",
    airlockTable,
    setName("until", own, "extra.test:80"),
  );
  expect(list).toMatch(new RegExp(`${own} timeout (?:1h|5\\dm\\d+s) expires 5\\dm`));
  expect(await connect(elsewhere, 443)).toBe("ECONNREFUSED");
  expect(await allow({ to: elsewhere })).toEqual(fine);
  expect(await connect(elsewhere, 443)).toBe("open");
  expect(readFileSync("/run/guest-resolv.conf", "utf8")).toContain(host);
});
