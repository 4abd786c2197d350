import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  makeUplink,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { fine, makeTwoUplinks, plugGuest, switchOff, switchOn } from "../../../e2e/rig/lan/ways.ts";
import { addSmallMachine } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { Reservation } from "../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { resolverPorts } from "../../core/firewall/own-resolvers.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createMachines } from "../compose/machines.ts";

const mac = "52:54:00:00:00:01";

let lan: TestLan;
let machines: MachinesService;
let one: TestUplink;
let two: TestUplink;
let guest: TestGuest;
let before: string;
const servers: ChildProcess[] = [];

/** A name server behind an uplink, whose answer identifies it. */
async function serveNamesBehind({ namespace, gateway }: TestUplink): Promise<void> {
  const words = `--address=/where.test/${gateway} --listen-address=${anywhere} --user=root`;
  const server = spawn(
    "ip",
    [
      ...["netns", "exec", namespace, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null"],
      ...["--pid-file=", "--no-hosts", "--no-resolv", "--bind-interfaces", ...words.split(" ")],
    ],
    { stdio: "ignore" },
  );
  servers.push(server);
}

beforeAll(async () => {
  ({ one, two } = await makeTwoUplinks());
  await serveNamesBehind(one);
  await serveNamesBehind(two);
  // The sandbox's own file: the computer's does not change.
  writeFileSync("/run/resolv.conf", `nameserver ${anywhere}\n`);
  await sh("mount", "--bind", "/run/resolv.conf", "/etc/resolv.conf");
  before = await networkState();
  lan = await makeLan();
  mkdirSync(lan.home, { recursive: true });
  machines = createMachines(createFoundation({ HOME: lan.home, XDG_RUNTIME_DIR: lan.home }));
  await switchOn(lan);
  guest = await plugGuest(lan, "guest", "192.168.100.99");
});

afterEach(endCaptures);

afterAll(async () => {
  const nameServers = {
    async close() {
      await Promise.all(servers.map(endChild));
      await sh("umount", "/etc/resolv.conf");
    },
  };
  await switchOff(lan, before, [guest], [nameServers, one, two]);
  expect(await dnsmasqPids()).toEqual([]);
  expect(existsSync("/run/dnsmasq")).toBe(false);
});

/** The LAN's dnsmasq; those behind the uplinks have other arguments. */
async function dnsmasqPids(): Promise<readonly number[]> {
  const listed = await sh("sh", "-c", "pgrep -f '^/usr/sbin/dnsmasq .*virtray-' || true");
  return listed.split("\n").filter(Boolean).map(Number);
}

async function onlyPid(): Promise<number> {
  const pids = await until("one dnsmasq", async () => {
    const found = await dnsmasqPids();
    return found.length === 1 ? found : null;
  });
  return pids[0] ?? 0;
}

/** Returns the answer of the LAN's server for a name; null if there is none. */
async function lookUp(name: string, asker = guest): Promise<string | null> {
  const { stdout } = await asker.run("busybox", "nslookup", "-type=a", name, "192.168.100.254");
  return /Name:\s+\S+\nAddress: (\S+)/.exec(stdout)?.[1] ?? null;
}

/** Returns the lease that a guest with this card gets; null if there is none. */
async function askForAddress(card: string, hostName?: string): Promise<string | null> {
  await sh("ip", "-n", "guest", "link", "set", "eth0", "down", "address", card);
  await sh("ip", "-n", "guest", "link", "set", "eth0", "up");
  writeFileSync("/tmp/told", '#!/bin/sh\n[ "$1" = bound ] && echo "$ip $router $dns $domain"\n', {
    mode: 0o755,
  });
  const words = ["udhcpc", "-f", "-q", "-n", "-t", "5", "-T", "1", "-i", "eth0", "-s", "/tmp/told"];
  const called = hostName === undefined ? [] : ["-x", `hostname:${hostName}`];
  const { stdout } = await guest.run("busybox", ...words, ...called);
  await sh("ip", "-n", "guest", "route", "replace", "default", "via", "192.168.100.254");
  return stdout.trim() || null;
}

/** Asks for a name over UDP, and tells whether there was an answer within a second. */
const askAt = `
const [address, port] = process.argv.slice(1);
const socket = require("node:dgram").createSocket("udp4");
const tell = (text) => { process.stdout.write(text); process.exit(0); };
socket.on("message", () => tell("answer")).on("error", () => tell("nothing"));
const name = Buffer.from("05776865726504746573740000010001", "hex");
const head = Buffer.from("000101000001000000000000", "hex");
socket.send(Buffer.concat([head, name]), port, address);
setTimeout(() => tell("nothing"), 1000);
`;
const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });

const reserve = (...list: Reservation[]) => lan.netd.tell({ verb: "reserve", machines: list });

describe("addresses and names", () => {
  it("are served by an unprivileged process with two rights, and served again after its death", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const pid = await onlyPid();
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    // CAP_NET_BIND_SERVICE (10) and CAP_NET_ADMIN (12), and no way to more.
    expect(status).toMatch(/^CapEff:\t0000000000001400$/m);
    expect(status).toMatch(/^CapBnd:\t0000000000001400$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).not.toMatch(/^Uid:\t0\t/m);
    expect(await lookUp("web.vm.internal")).toBe("192.168.100.7");
    expect(await lookUp("host.vm.internal")).toBe("192.168.100.254");
    process.kill(pid, "SIGKILL");
    await until("another", async () => !(await dnsmasqPids()).includes(pid));
    await until("the name", async () => (await lookUp("web.vm.internal")) === "192.168.100.7");
    expect((await lan.network.read()).lan.problems).toEqual([]);
  });

  it("are served anew, without following a link in place of the file of leases", async () => {
    const pid = await onlyPid();
    const [name = ""] = readdirSync("/run/dnsmasq").filter((each) => each.endsWith(".leases"));
    const leases = join("/run/dnsmasq", name);
    const secret = "/run/secret";
    writeFileSync(secret, "of root’s\n", { mode: 0o600 });
    rmSync(leases);
    symlinkSync(secret, leases);
    process.kill(pid, "SIGKILL");
    await until("another", async () => !(await dnsmasqPids()).includes(pid));
    await onlyPid();
    expect(lstatSync(leases).isFile()).toBe(true);
    expect(readFileSync(leases, "utf8")).not.toContain("root");
    expect(readFileSync(secret, "utf8")).toBe("of root’s\n");
    rmSync(secret);
  });

  it("a changed reservation applies at once", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const rest = "192.168.100.254 192.168.100.254 vm.internal";
    expect(await askForAddress(mac)).toBe(`192.168.100.7 ${rest}`);
    await reserve({ mac, address: "192.168.100.8", name: "shop" });
    expect(await askForAddress(mac)).toBe(`192.168.100.8 ${rest}`);
    expect(await lookUp("shop.vm.internal")).toBe("192.168.100.8");
    expect(await lookUp("web.vm.internal")).toBeNull();
    await lan.netd.tell({ verb: "unreserve", macs: [mac] });
    expect(await lookUp("shop.vm.internal")).toBeNull();
    // A guest without a reservation gets an address that is not reserved for a machine.
    const stranger = "52:54:00:00:00:99";
    const leased = await askForAddress(stranger);
    expect(leased).toMatch(/^192\.168\.100\.2[0-4]\d /);
    const address = leased?.split(" ")[0] ?? "";
    expect(await machines.checkAddress(address)).toEqual({
      ok: false,
      error: appError("address-leased", { address, mac: stranger }),
    });
    // It has not taken that address, but still has its own.
    await until("its answer", async () => {
      const answers = { address: "192.168.100.99", mac: stranger };
      const checked = await machines.checkAddress(answers.address);
      return !checked.ok && isDeepStrictEqual(checked.error, appError("address-answers", answers));
    });
    expect(await machines.checkAddress("192.168.100.98")).toEqual(fine);
  });

  it("ignore the name that a guest gives itself: this computer’s, others’, or junk", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const leases = `${readdirSync("/run/dnsmasq").find((name) => name.endsWith(".leases"))}`;
    for (const [index, name] of ["host", "web", "wpad", "a b;$(id)\n../x"].entries()) {
      const leased = await askForAddress(`52:54:00:00:01:0${index}`, name);
      expect(leased).toMatch(/^192\.168\.100\.2[0-4]\d /);
      expect(readFileSync(`/run/dnsmasq/${leases}`, "utf8")).not.toContain(name);
    }
    expect(await lookUp("host.vm.internal")).toBe("192.168.100.254");
    expect(await lookUp("web.vm.internal")).toBe("192.168.100.7");
    for (const name of ["wpad", "wpad.vm.internal"]) expect(await lookUp(name)).toBeNull();
    await lan.netd.tell({ verb: "unreserve", macs: [mac] });
  });

  it("end with netd when that is killed, and are back with the next", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const status = await lan.netd.status();
    process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
    await until("its end", async () => (await dnsmasqPids()).length === 0);
    expect(await lan.netd.apply({ verb: "status" })).toMatchObject({ ok: true });
    await until("the name", async () => (await lookUp("web.vm.internal")) === "192.168.100.7");
  });

  it("reach a real guest, which takes them by DHCP, by the machine’s name", async () => {
    const disk = join(lan.home, "guest.qcow2");
    await buildGuestDisk({ path: disk, name: "unnamed", address: "dhcp" });
    const { id } = await addSmallMachine(machines, {
      ...{ name: "shop", disk, memoryMiB: 256, address: "192.168.100.77" },
    });
    expect(await machines.start(id)).toMatchObject({ ok: true, value: { warning: null } });
    try {
      const said = await until(
        "the guest",
        () => guestRun("192.168.100.77", "hostname; cat /etc/resolv.conf").catch(() => null),
        120,
      );
      expect(said.trim()).toBe("shop\nnameserver 192.168.100.254\nsearch vm.internal");
      expect(await lookUp("shop.vm.internal")).toBe("192.168.100.77");
    } finally {
      await machines.kill(id);
    }
    expect(await machines.delete(id)).toEqual(fine);
    expect(await lookUp("shop.vm.internal")).toBeNull();
  });

  it("follow the uplink: other names are resolved by the chosen one alone, or not at all", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const found = (address: string | null) =>
      until("the answer", async () => (await lookUp("where.test")) === address);
    await found(one.gateway);
    expect(await lan.network.setUplink({ mode: "pinned", interface: "eth2" })).toEqual(fine);
    await found(two.gateway);
    const onOne = await capture("eth1", "port 53");
    await found(two.gateway);
    expect(await onOne.end()).toEqual([]);
    expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
    const onBoth = await Promise.all(["eth1", "eth2"].map((name) => capture(name, "port 53")));
    await found(null);
    for (const each of onBoth) expect(await each.end()).toEqual([]);
    expect(await lookUp("web.vm.internal")).toBe("192.168.100.7");
    expect(await lan.network.setUplink({ mode: "automatic" })).toEqual(fine);
    await found(one.gateway);
  });

  it("follow the uplink of each machine: three at the same time by their own, an isolated one by none", async () => {
    const three = await makeUplink("eth3", 3);
    await three.addDefaultRoute(300);
    await serveNamesBehind(three);
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    const ways = [
      ["phone", "192.168.100.11", pinned("eth2"), two.gateway],
      ["tunnel", "192.168.100.12", pinned("eth3"), three.gateway],
      ["alone", "192.168.100.13", { mode: "none" }, null],
    ] as const;
    const asking: [TestGuest, string | null][] = [[guest, one.gateway]];
    const desiredWay = (address: string, uplink: UplinkChoice | null) =>
      lan.netd.tell({ verb: "set-machine-uplink", address, uplink });
    for (const [name, address, uplink, gateway] of ways) {
      asking.push([await plugGuest(lan, name, address), gateway]);
      expect(await desiredWay(address, uplink)).toMatchObject({ ok: true });
    }
    try {
      // Each answer tells behind which uplink the server is.
      for (const [asker, gateway] of asking) {
        await until("the answer", async () => (await lookUp("where.test", asker)) === gateway);
        expect(await lookUp("web.vm.internal", asker)).toBe("192.168.100.7");
      }
      const seen = await Promise.all(
        ["eth1", "eth2", "eth3"].map((name) => capture(name, "dst port 53")),
      );
      const questions = ["a.where.test", "b.where.test", "c.where.test", "d.where.test"];
      for (const [index, [asker, gateway]] of asking.entries()) {
        expect(await lookUp(questions[index] ?? "", asker)).toBe(gateway);
      }
      const lines = await Promise.all(seen.map((each) => each.end()));
      expect(lines.map((all) => questions.filter((each) => all.join("\n").includes(each)))).toEqual(
        [["a.where.test"], ["b.where.test"], ["c.where.test"]],
      );
      // Nor by another uplink's name server at its own port.
      const [alone] = asking.at(-1) ?? [guest];
      const rules = await sh("nft", "list", "chain", "inet", "virtray", "resolvers");
      const asked = resolverPorts.filter((port) => rules.includes(`redirect to :${port}`));
      expect(asked).toHaveLength(3);
      for (const port of asked) {
        const words = ["-e", askAt, "192.168.100.254", `${port}`] as const;
        expect((await alone.run(process.execPath, ...words)).stdout).toBe("nothing");
      }
      expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
      await until("the LAN's", async () => (await lookUp("where.test")) === null);
      const [, [phone] = [guest]] = asking;
      expect(await lookUp("e.where.test", phone)).toBe(two.gateway);
      expect(await lan.network.setUplink({ mode: "automatic" })).toEqual(fine);
    } finally {
      for (const [, address] of ways) await desiredWay(address, null);
      for (const [each] of asking) if (each !== guest) await each.close();
      await endCaptures();
      await three.close();
    }
    await onlyPid();
    expect(readdirSync("/run/dnsmasq")).toHaveLength(4);
  });

  it("report another program on port 53, and are served without names until it is gone", async () => {
    await reserve({ mac, address: "192.168.100.7", name: "web" });
    expect(await lan.network.changeLan({ addressing: "static" })).toEqual(fine);
    expect(await dnsmasqPids()).toEqual([]);
    const script = `require("node:net").createServer().listen(53, "0.0.0.0", () => console.log("ready"));`;
    const other = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => other.stdout?.once("data", resolve));
    expect(await lan.network.changeLan({ addressing: "served" })).toEqual(fine);
    expect((await lan.network.read()).lan.problems[0]).toEqual({
      code: "lan-port-taken",
      params: { port: 53, by: `node (pid ${other.pid})`, interface: "vtap0" },
    });
    expect(await askForAddress(mac)).toMatch(/^192\.168\.100\.7 /);
    await endChild(other);
    expect(await lan.network.up()).toEqual(fine);
    expect((await lan.network.read()).lan.problems).toEqual([]);
    expect(await lookUp("host.vm.internal")).toBe("192.168.100.254");
  });

  it("are left to the guests if the user chose so, also from the next start on", async () => {
    expect(await lan.network.changeLan({ addressing: "static" })).toEqual(fine);
    expect(await dnsmasqPids()).toEqual([]);
    expect((await lan.settings.read()).lan.addressing).toBe("static");
    expect(await lan.network.up()).toEqual(fine);
    expect(await dnsmasqPids()).toEqual([]);
    expect((await lan.network.read()).lan.problems).toEqual([]);
    expect(await guest.ping("192.168.100.254")).toBe(true);
    expect(await lan.network.changeLan({ addressing: "served" })).toEqual(fine);
    await onlyPid();
  });
});
