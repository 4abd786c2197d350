import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasFastCables } from "../../../e2e/rig/forms.mjs";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  makeUplink,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { fine, pinned, plugGuest, switchOff, switchOn } from "../../../e2e/rig/lan/ways.ts";
import { addSmallMachine, emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createMachines } from "../compose/machines.ts";

/** Three machines with uplinks of their own (cable, VPN, phone) and an isolated one. */
const names = ["cable", "vpn", "phone", "alone"] as const;

let lan: TestLan;
let machines: MachinesService;
let uplinks: TestUplink[];
let guests: TestGuest[];
let before: string;
const ids = new Map<string, string>();

beforeAll(async () => {
  uplinks = [await makeUplink("eth1", 1), await makeUplink("tun2", 2), await makeUplink("usb3", 3)];
  await uplinks[0]?.addDefaultRoute(100);
  await uplinks[1]?.addDefaultRoute(200);
  await uplinks[2]?.addDefaultRoute(300);
  before = await networkState();
  lan = await makeLan();
  machines = createMachines(createFoundation({ HOME: lan.home, XDG_RUNTIME_DIR: lan.home }));
  for (const [index, name] of names.entries()) {
    const disk = await emptyDisk(lan.home, name);
    const address = `192.168.100.${index + 1}`;
    ids.set(name, (await addSmallMachine(machines, { name, disk, address })).id);
  }
  await switchOn(lan);
  await plugGuests();
});

afterAll(async () => {
  await switchOff(lan, before, guests, uplinks);
});

async function plugGuests(): Promise<void> {
  guests = [];
  for (const [index, name] of names.entries()) {
    guests.push(await plugGuest(lan, name, `192.168.100.${index + 1}`));
  }
}

const choose = (name: (typeof names)[number], choice: UplinkChoice | null) =>
  machines.setUplink(ids.get(name) ?? "", choice);
const ask = () => Promise.all(guests.map((guest) => guest.whoAmI()));
const stateFile = async () => (await lan.netd.stateFile())?.wish?.machineUplinks;

describe("machines with uplinks of their own", () => {
  beforeEach(async () => {
    expect(await lan.network.setUplink(pinned("eth1"))).toEqual(fine);
    expect(await choose("cable", null)).toEqual(fine);
    expect(await choose("vpn", pinned("tun2"))).toEqual(fine);
    expect(await choose("phone", pinned("usb3"))).toEqual(fine);
    expect(await choose("alone", { mode: "none" })).toEqual(fine);
  });

  it("leave by three uplinks at once, each with its address; one reaches host and LAN only", async () => {
    const seen = await Promise.all(
      uplinks.map((uplink) => capture(uplink.interface, `ip and not icmp`)),
    );
    expect(await ask()).toEqual(["10.0.1.2", "10.0.2.2", "10.0.3.2", null]);
    for (const [index, each] of seen.entries()) {
      const sources = new Set(
        (await each.end()).map((line) => /^IP ([\d.]+)\.\d+ >/.exec(line)?.[1]),
      );
      expect([...sources].sort()).toEqual([`10.0.${index + 1}.2`, anywhere]);
    }
    const alone = guests[3];
    expect(await alone?.ping("192.168.100.254")).toBe(true);
    expect(await alone?.ping("192.168.100.1")).toBe(true);
    await sh("ping", "-c", "1", "-W", "2", "192.168.100.4");
  });

  it("keep them when the LAN's changes, when netd is killed, and when the LAN was off", async () => {
    expect(await lan.network.setUplink({ mode: "none" })).toEqual(fine);
    expect(await ask()).toEqual([null, "10.0.2.2", "10.0.3.2", null]);
    const status = await lan.netd.status();
    process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
    await until("its end", async () => {
      const now = await lan.netd.status();
      return now.ok && now.value === null;
    });
    // Chosen while netd does not run: the next netd learns of it.
    expect(await choose("phone", pinned("tun2"))).toEqual(fine);
    expect(await lan.network.up()).toEqual(fine);
    expect(await ask()).toEqual([null, "10.0.2.2", "10.0.2.2", null]);
    expect(await lan.network.down()).toEqual(fine);
    expect(await choose("cable", pinned("usb3"))).toEqual(fine);
    expect(await lan.network.up()).toEqual(fine);
    expect(await stateFile()).toEqual([
      { address: "192.168.100.4", uplink: { mode: "none" } },
      { address: "192.168.100.1", uplink: pinned("usb3") },
      { address: "192.168.100.3", uplink: pinned("tun2") },
      { address: "192.168.100.2", uplink: pinned("tun2") },
    ]);
    for (const guest of guests) await guest.close();
    await plugGuests();
    expect(await ask()).toEqual(["10.0.3.2", "10.0.2.2", "10.0.2.2", null]);
  });

  it("use no other uplink while theirs is missing, and the LAN's only on request", async () => {
    const others = await Promise.all(
      ["eth1", "usb3"].map((name) => capture(name, `host ${anywhere}`)),
    );
    await sh("ip", "link", "set", "tun2", "down");
    const vpn = guests[1];
    await until("the loss", async () => (await vpn?.whoAmI()) === null);
    expect((await Promise.all(others.map((each) => each.end()))).flat()).toEqual([]);
    expect(await choose("vpn", null)).toEqual(fine);
    expect(await vpn?.whoAmI()).toBe("10.0.1.2");
    await sh("ip", "link", "set", "tun2", "up");
    await uplinks[1]?.addDefaultRoute(200);
  });

  it("do not disturb each other's connections when one changes", async () => {
    const phone = guests[2];
    const script = `const socket = require("node:net").connect(7007, "${anywhere}");
      socket.on("data", () => console.log("answer"));
      socket.on("error", (error) => { console.log(error.code); process.exit(); });
      setInterval(() => socket.write("?"), 20);`;
    const talking = phone?.start(process.execPath, "-e", script);
    let said = "";
    talking?.stdout?.on("data", (text) => {
      said += text;
    });
    await until("its connection", () => said.includes("answer"));
    for (const choice of [
      pinned("eth1"),
      pinned("tun2"),
      { mode: "none" },
      pinned("tun2"),
    ] as const) {
      expect(await choose("vpn", choice)).toEqual(fine);
    }
    said = "";
    await until("another answer, or an error", () => said !== "");
    talking?.kill();
    expect(said.split("\n")[0]).toBe("answer");
  });

  it("are refused a missing uplink, and forgotten with their machine", async () => {
    expect(await choose("vpn", pinned("nope0"))).toMatchObject({
      error: { code: "uplink-unknown" },
    });
    expect(await choose("vpn", pinned("vtap0"))).toMatchObject({
      error: { code: "uplink-is-lan" },
    });
    expect(await machines.delete(ids.get("alone") ?? "")).toEqual(fine);
    const desired = (await lan.netd.stateFile())?.wish;
    expect(desired?.machineUplinks.map(({ address }) => address)).not.toContain("192.168.100.4");
    expect(desired?.reservations.map(({ name }) => name).sort()).toEqual(["cable", "phone", "vpn"]);
    // At a port of its own, one that the LAN does not know has no address from which it may send.
    expect(await guests[3]?.whoAmI()).toBe(hasFastCables ? null : "10.0.1.2");
  });
});
