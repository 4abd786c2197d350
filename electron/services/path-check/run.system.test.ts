import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { hasFastCables } from "../../../e2e/rig/forms.mjs";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import { anywhere, makeUplink, sh, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import { makeMachines, runtimeOf, type TestMachines } from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { askQmp } from "../../adapters/qemu/qmp-client.ts";
import { ok } from "../../contract/errors/app-error.ts";
import type { Airlock } from "../../contract/lan/airlock.ts";
import type { PortForward } from "../../contract/lan/forward.ts";
import { fairWeather, weatherPresets } from "../../contract/lan/weather.ts";
import type { PathReport } from "../../contract/path-check/verdict.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { machineTaps } from "../machine/network/machine-taps.ts";
import { checkPath } from "./run.ts";

/** One real guest behind a real netd; each fault is made as an administrator would. */
let test: TestMachines;
let machines: MachinesService;
let lan: TestLan;
let uplinks: readonly TestUplink[];
let nameServer: ChildProcess;
let web: string;
let netdPid: number;

const address = "192.168.100.1";

/** Answers every question with an empty answer, as soon as it listens. */
const nameServerScript = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (question, from) => {
  const answer = Buffer.from(question);
  answer.writeUInt16BE(0x8180, 2);
  socket.send(answer, from.port, from.address);
});
socket.bind(53, "${anywhere}", () => console.log("ready"));
`;

async function startNameServer(): Promise<void> {
  const inside = ["netns", "exec", uplinks[1]?.namespace ?? ""];
  nameServer = spawn("ip", [...inside, process.execPath, "-e", nameServerScript], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (nameServer.stdout !== null) await once(nameServer.stdout, "data");
}

/** Reads what the airlock has seen, as the program's own parts do. */
async function airlockLog(of: string) {
  const told = await lan.netd.tell({ verb: "read-airlock", address: of });
  return told.ok ? ok(told.value?.airlock ?? null) : told;
}

async function check(): Promise<PathReport> {
  const parts = {
    machines: { ...test.parts, airlockLog },
    netd: lan.netd,
    vdeSwitch: lan.vdeSwitch,
    readNetwork,
    resolvers: async () => [anywhere],
  };
  const report = await checkPath(parts, web);
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.value;
}

const onTwo: UplinkChoice = { mode: "pinned", interface: "eth2" };
const choose = (name: string) => lan.network.setUplink({ mode: "pinned", interface: name });

beforeAll(async () => {
  uplinks = await Promise.all([
    makeUplink("eth1", 1),
    makeUplink("eth2", 2),
    makeUplink("eth3", 3),
  ]);
  await uplinks[0]?.addDefaultRoute(100);
  await uplinks[1]?.addDefaultRoute(200);
  await startNameServer();
  lan = await makeLan();
  expect(await lan.network.up()).toMatchObject({ ok: true });
  expect(await choose("eth2")).toMatchObject({ ok: true });
  const status = await lan.netd.status();
  netdPid = status.ok ? (status.value?.pid ?? 0) : 0;
  test = makeMachines();
  test.setSwitch(async () =>
    (await lan.vdeSwitch.ports()) === null ? null : lan.vdeSwitch.socketFolder,
  );
  const path = join(test.folder, "guest.qcow2");
  await buildGuestDisk({ path, name: "web", address });
  const added = await test.add("web", { disk: path, memoryMiB: 256, address });
  web = added.id;
  const { mac } = added.network;
  const known = [{ mac, address, name: "web" }];
  expect(await lan.netd.tell({ verb: "reserve", machines: known })).toMatchObject({ ok: true });
  machines = test.another(machineTaps(lan.netd));
  expect(await machines.start(web)).toEqual(ok({ warning: null }));
  await until("its answer", async () => (await test.view(web)).reachable);
});

afterAll(async () => {
  await test?.close();
  await lan?.network.down();
  if (nameServer !== undefined) await endChild(nameServer);
  for (const uplink of uplinks ?? []) await uplink.close();
});

const good = (report: PathReport) =>
  report.hops.filter((hop) => hop.verdict !== "good").map((hop) => [hop.id, hop.finding]);

it("finds no fault on a healthy path", async () => {
  const report = await check();
  expect(good(report)).toEqual([]);
  expect(report.culprit).toBeNull();
});

it("reports for each forward whether its port is held, and which program has it instead", async () => {
  const web80: PortForward = { protocol: "tcp", hostPort: 8080, port: 80, reach: "host" };
  const dns: PortForward = { protocol: "udp", hostPort: 5353, port: 53, reach: "host" };
  expect(await machines.addForward(web, web80)).toEqual(ok(undefined));
  expect(await machines.addForward(web, dns)).toEqual(ok(undefined));
  const keep = (...forwards: PortForward[]) =>
    lan.netd.tell({ verb: "set-forwards", address, forwards });
  const held = { state: "open", problem: null };
  await keep(web80, dns);
  expect((await check()).forwards).toEqual([
    { ...dns, ...held },
    { ...web80, ...held },
  ]);
  await keep();
  const other = createServer().listen(8080, "127.0.0.1");
  await once(other, "listening");
  await keep(web80);
  const report = await check();
  expect(report.forwards).toEqual([
    { ...dns, state: "waiting", problem: null },
    {
      ...{ ...web80, state: "refused" },
      problem: {
        code: "forward-port-taken",
        params: {
          ...{ protocol: "tcp", port: 8080 },
          by: expect.stringMatching(new RegExp(`\\(pid ${process.pid}\\)$`)),
        },
      },
    },
  ]);
  // The path out is as good as before.
  expect(report.culprit).toBeNull();
  other.close();
  await once(other, "close");
  for (const { protocol, hostPort } of [web80, dns]) {
    await machines.removeForward(web, { protocol, hostPort });
  }
  await keep();
});

interface Fault {
  readonly name: string;
  /** Netd goes on; otherwise it would repair the fault within a second. */
  readonly needsNetd?: true;
  readonly make: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
  readonly culprit: string;
  readonly code: string;
  readonly repair: string | null;
}

const flag = "/proc/sys/net/ipv4/conf/vtap0/forwarding";
const nothing = async () => {};

const answers = () =>
  sh("ping", "-c", "1", "-W", "1", address).then(
    () => true,
    () => false,
  );

/**
 * Has the guest take another address until its card loses its carrier, as nobody may hear it meanwhile. The
 * address has another prefix length: a secondary one would go with the first.
 */
const strayScript = `cd /sys/class/net/eth0; before=$(cat carrier_changes); (
  ip address add 192.168.100.77/23 dev eth0
  ip address del ${address}/24 dev eth0
  ping -c 1 -W 1 192.168.100.254
  until [ "$(cat carrier_changes)" != "$before" ]; do usleep 10000; done
  ip address add ${address}/24 dev eth0
  ip address del 192.168.100.77/23 dev eth0
  ip route replace default via 192.168.100.254
) >/dev/null 2>&1 </dev/null &`;

/** Plugs the guest's card in or out, as the guest sees it. */
async function setLink(up: boolean): Promise<void> {
  const { commandQmp } = runtimeOf(test, web).qemu;
  expect((await askQmp(commandQmp, "set_link", { name: "nic0", up })).ok).toBe(true);
}

/** Returns how many frames the guest's port refused. */
async function refused(): Promise<number> {
  const status = await lan.netd.status();
  const frames = (status.ok ? status.value?.refusedFrames : null) ?? [];
  return frames.reduce((sum, each) => sum + each.frames, 0);
}

/** The switch's own TAP device. */
const switchTap = hasFastCables ? "vtap-switch" : "vtap0";

/** Faults that netd repairs are undone by continuing it. */
const faults: readonly Fault[] = [
  {
    name: "a wrong address in the guest",
    make: async () => {
      await guestRun(address, strayScript);
      await until("its change", async () => !(await answers()));
      await until("a refusal", async () => !hasFastCables || (await refused()) > 0);
    },
    // A guest that is busy may miss that its link was down for a moment.
    mend: () =>
      until(
        "its return",
        async () => {
          await setLink(false);
          await answers();
          await setLink(true);
          return answers();
        },
        90,
      ),
    // At a port of its own it is not heard at all, and only netd tells why.
    needsNetd: true,
    culprit: hasFastCables ? "cable" : "guest",
    code: hasFastCables ? "cable-refused" : "guest-elsewhere",
    repair: null,
  },
  {
    name: "a pulled cable",
    make: async () => {
      expect(await machines.setCable(web, false)).toEqual(ok(undefined));
      // A returning switch plugs in all others.
      await machines.plugAll();
    },
    mend: () => machines.setCable(web, true),
    culprit: "cable",
    code: "cable-pulled",
    repair: "plug-cable",
  },
  {
    name: "a dead switch",
    make: async () => {
      process.kill(Number(readFileSync(`${lan.switchFolder}/switch.pid`, "utf8")), "SIGKILL");
      await until("its end", async () => (await lan.vdeSwitch.ports()) === null);
    },
    mend: async () => {
      await lan.vdeSwitch.start(switchTap);
      await machines.plugAll();
    },
    culprit: "switch",
    code: "switch-dead",
    repair: "lan-up",
  },
  {
    name: "a tap that is down",
    make: () => sh("ip", "link", "set", "vtap0", "down"),
    mend: nothing,
    culprit: "tap",
    code: "tap-down",
    repair: "lan-up",
  },
  {
    name: "another firewall that forwards nothing",
    make: async () => {
      await sh("iptables", "-P", "FORWARD", "DROP");
      // Netd lets frames pass between fast cables, and nothing outside.
      const passes = async () => (await sh("iptables", "-S")).includes("virtray-bridge");
      await until("the frames to pass", async () => !hasFastCables || (await passes()));
    },
    needsNetd: true,
    mend: () => sh("nft", "delete", "table", "ip", "filter"),
    culprit: "forward",
    code: "forward-blocked",
    repair: "doctor",
  },
  {
    name: "our table flushed away",
    make: () => sh("nft", "delete", "table", "inet", "virtray"),
    mend: nothing,
    culprit: "nat",
    // The rules at the ports of fast cables are still there.
    code: hasFastCables ? "nat-changed" : "nat-missing",
    repair: "lan-up",
  },
  {
    name: "a deleted rule",
    make: () => sh("ip", "rule", "del", "pref", "5100"),
    mend: nothing,
    culprit: "route",
    code: "route-broken",
    repair: "lan-up",
  },
  {
    name: "a rule of another program that comes before ours",
    make: () => sh("ip", "rule", "add", "pref", "77", "iif", "vtap0", "unreachable"),
    mend: () => sh("ip", "rule", "del", "pref", "77"),
    culprit: "route",
    code: "route-overruled",
    repair: null,
  },
  {
    name: "forwarding switched off",
    make: async () => writeFileSync(flag, "0"),
    mend: nothing,
    culprit: "forward",
    code: "forward-off",
    repair: "lan-up",
  },
  {
    name: "a dead gateway",
    make: () => sh("ip", "-n", "up2", "addr", "del", "10.0.2.1/24", "dev", "far2"),
    mend: () => sh("ip", "-n", "up2", "addr", "add", "10.0.2.1/24", "dev", "far2"),
    culprit: "gateway",
    code: "gateway-dead",
    repair: null,
  },
  {
    name: "a dead name server",
    make: () => endChild(nameServer),
    mend: startNameServer,
    culprit: "dns",
    code: "dns-dead",
    repair: null,
  },
  {
    name: "a wrong MTU behind the uplink",
    make: () => sh("ip", "-n", "up2", "link", "set", "far2", "mtu", "1280"),
    mend: () => sh("ip", "-n", "up2", "link", "set", "far2", "mtu", "1500"),
    culprit: "size",
    code: "size-uplink",
    repair: null,
  },
  {
    name: "a wrong MTU of the tap",
    make: () => sh("ip", "link", "set", "vtap0", "mtu", "1280"),
    mend: () => sh("ip", "link", "set", "vtap0", "mtu", "1500"),
    culprit: "size",
    code: "size-tap",
    repair: "lan-renew",
  },
];

it.each(faults)("finds $name", async (fault) => {
  if (fault.needsNetd !== true) process.kill(netdPid, "SIGSTOP");
  try {
    await fault.make();
    const report = await check();
    const hop = report.hops.find((each) => each.id === report.culprit);
    expect([report.culprit, hop?.finding.code, hop?.repair?.do ?? null]).toEqual([
      fault.culprit,
      fault.code,
      fault.repair,
    ]);
  } finally {
    // First: a fast cable is plugged in by netd.
    process.kill(netdPid, "SIGCONT");
    await fault.mend();
  }
  const desired = { verb: "up", lan: (await lan.settings.read()).lan, uplink: onTwo } as const;
  expect(await lan.netd.apply(desired)).toMatchObject({ ok: true });
});

it("finds no fault again, once each was repaired", async () => {
  await until("all to be well", async () => (await check()).culprit === null);
});

it("finds an uplink without a gateway", async () => {
  expect(await choose("eth3")).toMatchObject({ ok: true });
  const report = await check();
  expect(report.culprit).toBe("uplink");
  expect(report.hops.find((hop) => hop.id === "uplink")?.finding).toEqual({
    code: "uplink-obstacle",
    params: { interface: "eth3", obstacle: "no-gateway" },
  });
  await choose("eth2");
});

it("leaves out the hops that no uplink makes meaningless", async () => {
  await lan.network.setUplink({ mode: "none" });
  const report = await check();
  expect(report.culprit).toBeNull();
  expect(report.hops.map((hop) => hop.verdict)).toEqual([
    ...Array.from({ length: 5 }, () => "good"),
    ...Array.from({ length: 7 }, () => "unneeded"),
  ]);
  await choose("eth2");
});

it("sees by packets alone that rules are in force, without listing them", async () => {
  // As for a user who is not root, with netd stopped.
  const parts = {
    status: async () => ({ ok: true, value: null }) as const,
    stateFile: lan.netd.stateFile,
  };
  const report = await checkPath(
    {
      machines: test.parts,
      netd: parts,
      vdeSwitch: lan.vdeSwitch,
      readNetwork,
      resolvers: async () => [anywhere],
    },
    web,
  );
  expect(report.ok && good(report.value)).toEqual([]);
});

it("tells of weather as the user's wish, and takes no hop for broken", async () => {
  const endless = { forMs: null, keep: false };
  const cableOf = async () => {
    const report = await check();
    const [guest, cable] = ["guest", "cable"].map((id) => report.hops.find((hop) => hop.id === id));
    return [report.culprit, guest?.finding.code, cable?.verdict, cable?.finding.code];
  };
  const slow = weatherPresets.slow;
  expect(await machines.setWeather(web, slow, endless)).toEqual(ok(undefined));
  expect(await cableOf()).toEqual([null, "guest-answers", "good", "cable-weather"]);
  const lost = { ...fairWeather, lossPercent: 100 };
  expect(await machines.setWeather(web, lost, endless)).toEqual(ok(undefined));
  expect(await cableOf()).toEqual([null, "guest-weathered", "good", "cable-weather"]);
  expect(await machines.setWeather(web, null, endless)).toEqual(ok(undefined));
  expect(await cableOf()).toEqual([
    null,
    "guest-answers",
    "good",
    hasFastCables ? "cable-tap" : "cable-plugged",
  ]);
});

it("tells what the airlock lets through and refused, and that its time is over", async () => {
  const forward = async () => {
    const report = await check();
    const hop = report.hops.find(({ id }) => id === "forward");
    return [report.culprit, hop?.verdict, hop?.finding];
  };
  const give = async (airlock: Airlock | null) => {
    expect(await machines.setAirlock(web, airlock)).toEqual(ok(undefined));
    expect(await lan.netd.tell({ verb: "set-airlock", address, airlock })).toMatchObject({
      ok: true,
    });
  };
  const only = [{ to: "deb.test" }, { to: "10.9.9.9" }];
  await give({ only });
  const holds = (refused: string) => {
    const params = { name: "web", only: "deb.test, 10.9.9.9", refused };
    return [null, "good", { code: "airlock-holds", params }];
  };
  expect(await forward()).toEqual(holds(""));
  await guestRun(
    address,
    `ip route replace default via 192.168.100.254; ping -c 1 -W 2 ${anywhere} || true`,
  );
  expect(await forward()).toEqual(holds(anywhere));
  await give({ only, until: Date.now() - 1 });
  expect(await forward()).toEqual([
    ...["forward", "bad"],
    { code: "airlock-over", params: { name: "web" } },
  ]);
  await give(null);
  expect(await forward()).toEqual([null, "good", { code: "forward-passes", params: {} }]);
});
