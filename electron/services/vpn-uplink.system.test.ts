import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Foreign, makeForeign } from "../../e2e/rig/foreign.ts";
import { makeLan, type TestLan } from "../../e2e/rig/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  linkSettled,
  makeGuest,
  makeUplink,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../e2e/rig/test-net.ts";
import { until } from "../../e2e/rig/until.ts";
import type { UplinkChoice } from "../contract/network.ts";

const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });
const fine = { ok: true, value: undefined };

/** The addresses inside the VPN: this computer's, and its server's. */
const inside = { here: "10.8.0.2", there: "10.8.0.1" };
const vpnName = "tun7";

let foreign: Foreign;
let lan: TestLan;
let guest: TestGuest;
let one: TestUplink;
let two: TestUplink;
let before: string;
let ends: readonly (() => Promise<void>)[] = [];

beforeAll(async () => {
  one = await makeUplink("eth1", 1);
  two = await makeUplink("eth2", 2);
  await one.addDefaultRoute(100);
  await two.addDefaultRoute(200);
  foreign = await makeForeign();
  before = await networkState();
  lan = await makeLan();
  expect(await lan.network.up()).toEqual(fine);
  await linkSettled("vtap0");
  guest = await makeGuest("guest", "192.168.100.7", lan.vdeSwitch.socketFolder);
});

afterEach(async () => {
  await endCaptures();
  await disconnect();
});

afterAll(async () => {
  await guest.close();
  const off = await lan.network.down();
  const after = await networkState();
  await foreign.close();
  await one.close();
  await two.close();
  expect(off).toEqual(fine);
  expect(after).toBe(before);
});

async function choose(choice: UplinkChoice): Promise<void> {
  expect(await lan.network.setUplink(choice)).toEqual(fine);
}

/** Connects over the first uplink, and leads this computer's own traffic into the VPN. */
async function connect(): Promise<void> {
  const plain = ["--cipher", "none", "--auth", "none", "--dev-type", "tun"];
  const server = foreign.start(
    ...["ip", "netns", "exec", one.namespace, "openvpn", ...plain, "--dev", vpnName],
    ...["--ifconfig", inside.there, inside.here],
  );
  const client = foreign.start(
    ...["openvpn", ...plain, "--dev", vpnName, "--remote", one.gateway],
    ...["--ifconfig", inside.here, inside.there],
    // As a provider's VPN does: a more special way than the default one to everywhere.
    ...["--route", "0.0.0.0", "128.0.0.0", "--route", "128.0.0.0", "128.0.0.0"],
  );
  ends = [client, server];
  await until("the VPN", async () =>
    sh("ping", "-c", "1", "-W", "1", "-I", vpnName, inside.there).catch(() => null),
  );
  await until("its routes", async () => (await sh("ip", "route")).includes("128.0.0.0/1"));
}

async function disconnect(): Promise<void> {
  for (const end of ends) await end();
  ends = [];
}

const vpn = async () =>
  (await lan.network.read()).uplink.candidates.find((each) => each.interface === vpnName);

/** Captures what would reach `anywhere` outside the VPN, which carries it in packets of its own. */
/** What leaves beside the VPN; what a server still sends to an earlier address is not ours. */
const outsideVpn = () =>
  Promise.all(["eth1", "eth2"].map((name) => capture(name, `dst host ${anywhere}`)));

it("a VPN is an uplink; automatic follows the computer into it and out of it", async () => {
  await choose({ mode: "automatic" });
  expect(await guest.whoAmI()).toBe(one.address);
  await connect();
  const outside = await outsideVpn();
  expect(await until("the way in", () => guest.whoAmI())).toBe(inside.here);
  expect((await lan.network.read()).uplink.active).toBe(vpnName);
  expect(await vpn()).toEqual({
    interface: vpnName,
    kind: "vpn",
    addresses: [inside.here],
    gateway: null,
    obstacle: null,
  });
  for (const each of outside) expect(await each.end()).toEqual([]);
  // Past the VPN, if that is wished.
  await choose(pinned("eth2"));
  expect(await guest.whoAmI()).toBe(two.address);
  await choose({ mode: "automatic" });
  await disconnect();
  await until("the way out", async () => (await guest.whoAmI()) === one.address);
});

it("a VPN that is pinned and ends lets nothing out, until it is back", async () => {
  await connect();
  await choose(pinned(vpnName));
  expect(await guest.whoAmI()).toBe(inside.here);
  const outside = await outsideVpn();
  await disconnect();
  expect(await guest.whoAmI()).toBeNull();
  expect((await lan.network.read()).lan.problem).toEqual({
    code: "uplink-down",
    params: { interface: vpnName },
  });
  await connect();
  await until("the way out", async () => (await guest.whoAmI()) === inside.here);
  for (const each of outside) expect(await each.end()).toEqual([]);
  await choose({ mode: "automatic" });
});
