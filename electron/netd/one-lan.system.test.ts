import type { ChildProcess } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { basename } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endChild } from "../../e2e/rig/end-child.ts";
import type { TestLan } from "../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  linkSettled,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
  tellPort,
} from "../../e2e/rig/lan/test-net.ts";
import { type NetdUser, netdUser, showNode } from "../../e2e/rig/lan/user-netd.ts";
import { makeTwoWays, pinned, plugGuest } from "../../e2e/rig/lan/ways.ts";
import { until } from "../../e2e/rig/until.ts";
import { ok } from "../contract/errors/app-error.ts";
import type { NetdCommand } from "../contract/lan/netd.ts";
import { defaultLan, type LanSettings } from "../contract/lan/network.ts";
import type { UplinkChoice } from "../contract/uplink/choice.ts";
import type { LanObserved } from "../core/lan/plan/operations.ts";
import { planUp } from "../core/lan/plan/plan.ts";
import { planDown } from "../core/lan/plan/plan-down.ts";
import { emptyStateFile } from "../core/lan/plan/state-file.ts";
import { releaseLock, takeLock } from "../system/process-lock.ts";
import { networkNamespace } from "./base/run-folder.ts";
import { bootId } from "./base/state-file.ts";
import { ownListing } from "./kernel/own-listing.ts";
import { perform } from "./kernel/perform.ts";
import { listRuleset } from "./kernel/read-firewall.ts";
import { observe } from "./kernel/read-kernel.ts";
import { createStepper } from "./reconciler/stepper.ts";

const anna: NetdUser = netdUser(4242);
const ben: NetdUser = netdUser(4243);
let hideNode: () => Promise<void>;
let lan: TestLan;
let one: TestUplink;
let two: TestUplink;
let before: string;

beforeAll(async () => {
  hideNode = await showNode();
});
afterAll(() => hideNode?.());
beforeEach(async () => {
  ({ one, two, lan, before } = await makeTwoWays());
});
afterEach(async () => {
  for (const user of [anna, ben]) await user.netd.tell({ verb: "down" });
  await lan.network.down();
  // A failed test may have left an interface, which would make all later ones fail.
  await execa("ip", ["link", "delete", "vtap0"], { reject: false });
  await one.close();
  await two.close();
  rmSync("/run/virtray", { recursive: true, force: true });
});

const up = (
  change: Partial<LanSettings> = {},
  uplink: UplinkChoice = { mode: "automatic" },
): NetdCommand => ({
  verb: "up",
  lan: { ...defaultLan, ...change },
  uplink,
});
/** Returns the part of a LAN that a person agrees to. */
const named = ({ interface: name, address, prefixLength }: LanSettings) => ({
  lan: { interface: name, address, prefixLength },
});
const fine = { ok: true };
const unasked = { ok: false, error: { code: "netd-refused" } };

/** Reads the host's network without counters and times of a LAN that is on. */
const settled = async () => (await networkState()).replace(/packets \d+ bytes \d+/g, "");

describe("a program of the user's, without a prompt", () => {
  it("gets no other LAN than the one that was agreed to", async () => {
    expect(await anna.order(named(defaultLan))).toEqual(fine);
    expect(await anna.tell(up())).toMatchObject({ ok: true });
    const held = await settled();
    for (const other of [
      { address: "10.20.30.254" },
      { prefixLength: 16 },
      { address: "192.168.100.1" },
      ...["tun0", "docker0", "eth7", "vtap1"].map((name) => ({ interface: name })),
    ]) {
      expect(await anna.tell(up(other)), JSON.stringify(other)).toMatchObject(unasked);
    }
    expect(await settled()).toBe(held);
    // Names that are not of the form of a LAN's interface are refused.
    expect(await anna.tell(up({ hostAccess: "dns-and-ping" }))).toMatchObject({ ok: true });
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
  });

  it("gets another one once that was agreed to, from the living netd", async () => {
    const other = { ...defaultLan, address: "10.20.30.254" };
    await anna.order(named(defaultLan));
    await anna.tell(up());
    const first = await anna.netd.status();
    expect(await anna.order(named(other))).toEqual(fine);
    const moved = await anna.tell(up(other));
    expect(moved).toMatchObject({ ok: true, status: { wish: { lan: other } } });
    if (!moved.ok || !first.ok) return;
    expect(moved.status.pid).toBe(first.value?.pid);
    expect(await anna.tell(up())).toMatchObject(unasked);
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
    expect(await networkState()).toBe(before);
  });

  it("gets none by the order of an earlier version’s app, which can take back", async () => {
    expect(await anna.order({ v: 1 })).toEqual(fine);
    expect(await anna.tell(up())).toMatchObject(unasked);
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
    expect(
      await anna.order({ lan: { ...named(defaultLan).lan, interface: "tun0" } }),
    ).toMatchObject({ error: { code: "netd-refused" } });
  });
});

describe("a subnet with a host that this computer depends on", () => {
  const resolvers = "/run/virtray-resolv.conf";
  const asks = (...servers: readonly string[]) =>
    writeFileSync(resolvers, servers.map((server) => `nameserver ${server}\n`).join(""));
  beforeEach(async () => {
    asks("10.0.1.1");
    await sh("mount", "--bind", resolvers, "/etc/resolv.conf");
  });
  afterEach(async () => {
    await sh("umount", "/etc/resolv.conf");
    rmSync(resolvers);
  });
  const hides = (address: string) => ({ code: "lan-hides-host", params: { address } });

  it("is refused although it was agreed to, and reported if the host appears later", async () => {
    asks("10.20.30.53");
    const company = { ...defaultLan, address: "10.20.30.254" };
    await anna.order(named(company));
    expect(await anna.tell(up(company))).toMatchObject({ error: hides("10.20.30.53") });
    // The very address is refused, too.
    const same = { ...company, address: "10.20.30.53", prefixLength: 29 };
    await anna.order(named(same));
    expect(await anna.tell(up(same))).toMatchObject({ error: hides("10.20.30.53") });
    expect(await networkState()).toBe(before);

    await anna.order(named(defaultLan));
    expect(await anna.tell(up())).toMatchObject({ ok: true, status: { problem: null } });
    // The LAN that is on stays if another one is refused.
    await anna.order(named(company));
    expect(await anna.tell(up(company))).toMatchObject({ error: hides("10.20.30.53") });
    expect(await anna.tell({ verb: "status" })).toMatchObject({
      status: { wish: { lan: defaultLan }, problem: null },
    });
    asks("10.20.30.53", "192.168.100.9");
    expect(await anna.tell({ verb: "status" })).toMatchObject({
      status: { problem: hides("192.168.100.9") },
    });
  });
});

describe("an interface that got the name of the user’s tap", () => {
  it.each([
    ["a bridge", ["link", "add", "vtap0", "type", "bridge"]],
    ["a tap of root’s", ["tuntap", "add", "vtap0", "mode", "tap"]],
    ["a tap made for the same user", ["tuntap", "add", "vtap0", "mode", "tap", "user", "4242"]],
  ])("%s is not touched, nor deleted", async (_what, make) => {
    await anna.order(named(defaultLan));
    await anna.tell(up());
    const held = await anna.netd.status();
    const pid = held.ok ? (held.value?.pid ?? 0) : 0;
    process.kill(pid, "SIGSTOP");
    // It is the user's interface, which the user can remove.
    await sh("chmod", "666", "/dev/net/tun");
    expect(await anna.run("ip", "tuntap", "del", "vtap0", "mode", "tap")).toMatchObject({
      exitCode: 0,
    });
    const made = await execa("ip", make, { reject: false });
    const theirs = await sh("ip", "-d", "address", "show", "vtap0");
    const entries = readFileSync(`${anna.netd.folder}/log.jsonl`, "utf8").length;
    process.kill(pid, "SIGCONT");
    expect(made).toMatchObject({ exitCode: 0 });
    await until("netd to see it", async () => {
      const now = await anna.tell({ verb: "status" });
      return now.ok && now.status.problem?.code === "lan-interface-taken";
    });
    expect(await anna.tell(up())).toMatchObject({ error: { code: "lan-interface-taken" } });
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
    expect(await sh("ip", "-d", "address", "show", "vtap0")).toBe(theirs);
    expect(readFileSync(`${anna.netd.folder}/log.jsonl`, "utf8").slice(entries)).not.toMatch(
      /"link","delete"|"address","replace"|conf\/vtap0/,
    );
    await sh("ip", "link", "delete", "vtap0");
    expect(await networkState()).toBe(before);
  });
});

describe("a tap that the user gave to another user", () => {
  /**
   * TUNSETIFF as a tap without headers, and TUNSETOWNER (linux/if_tun.h), which needs no privilege.
   */
  const giveAway = `open(my $tap, "+<", "/dev/net/tun") or die;
    my $name = pack("a16 s x22", "vtap0", 0x1002);
    defined ioctl($tap, 0x400454ca, $name) && defined ioctl($tap, 0x400454cc, 4243) or die $!;`;

  it("stays ours: it is kept, and taken back before the rules are deleted", async () => {
    await anna.order(named(defaultLan));
    await anna.tell(up());
    await sh("chmod", "666", "/dev/net/tun");
    expect(await anna.run("perl", "-e", giveAway)).toMatchObject({ exitCode: 0 });
    expect(await sh("ip", "-d", "link", "show", "vtap0")).toContain("user 4243");
    expect(await anna.tell({ verb: "status" })).toMatchObject({ status: { problem: null } });
    await ben.order(named(defaultLan));
    expect(await ben.tell(up())).toMatchObject({ error: { code: "lan-elsewhere" } });
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
    expect(await networkState()).toBe(before);
  });
});

describe("another user’s netd", () => {
  const forbidden = 9099;
  let server: Server;
  let guest: TestGuest;
  let knocking: ChildProcess;
  /** Addresses that the guest must not reach, but could. */
  let reached: string;

  beforeEach(async () => {
    server = createServer((socket) => socket.end("here")).listen(forbidden, "0.0.0.0");
    await anna.order(named(defaultLan));
    const closed = up({ hostAccess: "dns-and-ping" }, pinned("eth2"));
    expect(await anna.tell(closed)).toMatchObject({ ok: true });
    expect(await lan.vdeSwitch.start("vtap0")).toMatchObject({ ok: true });
    await linkSettled("vtap0");
    guest = await plugGuest(lan);
    expect(await guest.whoAmI()).toBe(two.address);
    reached = "";
    knocking = guest.start(process.execPath, "-e", knocker);
    knocking.stdout?.on("data", (text) => {
      reached += String(text);
    });
  });
  afterEach(async () => {
    await endChild(knocking);
    await guest.close();
    await lan.vdeSwitch.stop();
    server.close();
  });

  /** Sends outwards every millisecond, and tries a forbidden port, all the time. */
  const knocker = `
    const udp = require("node:dgram").createSocket("udp4");
    udp.on("error", () => {});
    setInterval(() => udp.send("?", ${tellPort}, "${anywhere}", () => {}), 1);
    const knock = () => {
      const socket = require("node:net").connect(${forbidden}, "192.168.100.254", () => {
        console.log("reached");
      });
      socket.setTimeout(50, () => socket.destroy());
      socket.on("error", () => {}).on("close", () => setTimeout(knock, 1));
    };
    for (let n = 0; n < 8; n += 1) knock();
  `;

  it("leaves it whole: packets never leave by another uplink, and no port opens", async () => {
    const held = await settled();
    const stray = await capture("eth1", `udp port ${tellPort}`);
    const chosen = await capture("eth2", `udp port ${tellPort}`);
    await until("traffic", () => chosen.lines.length > 100);
    // A netd that does not find a state file, and one that is told to take back.
    expect(await ben.order({ lan: null })).toEqual(fine);
    expect(await ben.tell({ verb: "down" })).toMatchObject({ ok: true });
    await ben.order(named(defaultLan));
    expect(await ben.tell(up())).toMatchObject({
      error: { code: "lan-elsewhere", params: { uid: 4242 } },
    });
    // Root itself, without a password.
    expect(await lan.netd.apply(up())).toMatchObject({ error: { code: "lan-elsewhere" } });
    expect(await lan.netd.apply({ verb: "down" })).toMatchObject({ ok: true });
    const sent = chosen.lines.length;
    await until("traffic after it", () => chosen.lines.length > sent + 100);
    expect(await stray.end()).toEqual([]);
    await chosen.end();
    expect(reached).toBe("");
    expect(await settled()).toBe(held);
  });

  it("does not take its place while it is gone, and the LAN is taken back by its own", async () => {
    const status = await anna.netd.status();
    process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
    await until("its end", async () => (await anna.netd.status()).ok);
    await ben.order(named(defaultLan));
    expect(await ben.tell(up())).toMatchObject({ error: { code: "lan-elsewhere" } });
    expect(await anna.order({ lan: null })).toEqual(fine);
    expect(await anna.tell({ verb: "status" })).toMatchObject({
      status: { wish: { uplink: pinned("eth2") } },
    });
  });
});

describe("another user", () => {
  const names = "/run/dnsmasq";
  const reads = async (user: NetdUser, path: string) =>
    (await user.run("cat", path)).exitCode === 0;

  it("reads neither state file nor log nor names, and does not reach the socket", async () => {
    // As an earlier version left it.
    mkdirSync(`/run/virtray/${anna.uid}`, { recursive: true, mode: 0o755 });
    chmodSync(`/run/virtray/${anna.uid}`, 0o755);
    await anna.order(named(defaultLan));
    await anna.tell(up());
    const machines = [{ mac: "52:54:00:00:00:01", address: "192.168.100.7", name: "payroll" }];
    expect(await anna.tell({ verb: "reserve", machines })).toMatchObject({ ok: true });
    const { folder } = anna.netd;
    const served = readdirSync(names).map((name) => `${names}/${name}`);
    expect(served.length).toBeGreaterThan(3);
    const kept = readdirSync(folder)
      .filter((name) => name !== "netd.sock")
      .map((name) => `${folder}/${name}`);
    for (const path of [...served, ...kept])
      expect([path, await reads(ben, path)]).toEqual([path, false]);
    expect(await ben.run("ls", folder)).not.toMatchObject({ exitCode: 0 });
    for (const path of kept) expect([path, await reads(anna, path)]).toEqual([path, true]);
    const leases = served.filter((path) => path.endsWith(".leases"));
    for (const path of leases) expect([path, await reads(anna, path)]).toEqual([path, true]);
    // The user must not be able to write where root reads, either.
    for (const path of kept) {
      expect(await anna.run("sh", "-c", `echo >> ${path}`)).not.toMatchObject({ exitCode: 0 });
    }
    expect(await anna.run("touch", `${folder}/new`)).not.toMatchObject({ exitCode: 0 });
    expect(await ben.speak(`${folder}/netd.sock`, "{}")).toMatchObject({ stderr: "EACCES" });
    expect(await anna.tell({ verb: "down" })).toMatchObject({ ok: true });
  });
});

describe("at the same moment", () => {
  it("one of two users gets a whole LAN, and the other is told whose it is", async () => {
    const theirs = { ...defaultLan, interface: "vtap9", address: "10.9.9.1" };
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([anna.order(named(defaultLan)), ben.order(named(theirs))]);
      const answers = await Promise.all([
        anna.netd.tell(up({}, pinned("eth2"))),
        ben.netd.tell(up(theirs, pinned("eth1"))),
      ]);
      const codes = answers.map((answer) => (answer.ok ? "on" : answer.error.code));
      expect(codes.toSorted()).toEqual(["lan-elsewhere", "on"]);
      const name = codes[0] === "on" ? "vtap0" : "vtap9";
      const rules = await sh("nft", "list", "table", "inet", "virtray");
      expect(rules.match(/iifname != "vtap\d"/)?.[0]).toBe(`iifname != "${name}"`);
      for (const { netd } of [anna, ben]) {
        const gone = await netd.tell({ verb: "down" });
        expect(gone).toMatchObject({ ok: true });
      }
      expect(await networkState()).toBe(before);
      for (const { netd } of [anna, ben]) {
        await until("its end", async () => {
          const status = await netd.status();
          return status.ok && status.value === null;
        });
      }
    }
  });

  it("one netd decides at a time", async () => {
    await anna.order(named(defaultLan));
    const lock = `/run/virtray/lan-${networkNamespace()}.lock`;
    let tries = 0;
    const watcher = watch("/run/virtray", (_event, name) => {
      if (name?.startsWith(`${basename(lock)}.`)) tries += 1;
    });
    expect(takeLock(lock)).toBe(true);
    const ownTries = tries;
    let isDecided = false;
    const answer = anna.netd.tell(up()).finally(() => {
      isDecided = true;
    });
    await until("it to have tried again and again", () => tries > ownTries + 20);
    expect(isDecided).toBe(false);
    expect(await networkState()).toBe(before);
    watcher.close();
    releaseLock(lock);
    expect(await answer).toMatchObject({ ok: true });
  });

  it("rules that another program writes between loading and listing are not taken for ours", async () => {
    let stateFile = emptyStateFile(bootId());
    let writes = 0;
    const steps = createStepper({
      uid: 0,
      stateFile: stateFile,
      saveStateFile: (next) => {
        stateFile = next;
      },
      log: () => {},
      observe: (desired) => observe(desired, false),
      listRuleset,
      ownListing,
      async perform(operation) {
        const deed = await perform(operation);
        if (operation.do !== "load-ruleset" || writes > 0) return deed;
        writes += 1;
        await sh("nft", 'insert rule inet virtray out counter accept comment "intruder"');
        return deed;
      },
    });
    const desired = { lan: defaultLan, uplink: { mode: "automatic" } as const };
    const whole = { ...desired, machineUplinks: [], reservations: [], forwards: [] };
    const plan = (seen: LanObserved) => ok(planUp(whole, steps.stateFile, seen, 0));
    expect(await steps.converge("up", plan)).toMatchObject({ ok: true });
    expect(writes).toBe(1);
    const rules = await sh("nft", "-s", "list", "table", "inet", "virtray");
    expect(rules).not.toContain("intruder");
    expect(`${rules}\n`).toBe(stateFile.ruleset?.listing);
    const back = (seen: LanObserved) => ok(planDown(steps.stateFile, seen, 0));
    expect(await steps.converge("down", back)).toMatchObject({ ok: true });
    expect(await networkState()).toBe(before);
  });
});
