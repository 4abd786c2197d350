import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Foreign, makeForeign } from "../../../e2e/rig/lan/foreign.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  networkState,
  sh,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import {
  fine,
  makeTwoUplinks,
  pinned,
  plugGuest,
  switchOff,
  switchOn,
} from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { pastVpn } from "../../core/uplink/vpn-bypass.ts";

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
  ({ one, two } = await makeTwoUplinks());
  foreign = await makeForeign();
  before = await networkState();
  lan = await makeLan();
  await switchOn(lan);
  guest = await plugGuest(lan);
});

afterEach(async () => {
  await endCaptures();
  await disconnect();
});

afterAll(async () => {
  await switchOff(lan, before, [guest], [foreign, one, two]);
});

async function choose(choice: UplinkChoice): Promise<void> {
  expect(await lan.network.setUplink(choice)).toEqual(fine);
}

/**
 * The ways in which VPNs route this computer's own traffic. `halves`: two more specific routes than
 * the default one, as OpenVPN providers do. The others use rules and a table of their own, and mark
 * the tunnel's packets: wg-quick(8) with AllowedIPs = 0.0.0.0/0, and Tailscale with an exit node,
 * which also takes local networks.
 */
const ways = {
  halves: {
    options: ["--route", "0.0.0.0", "128.0.0.0", "--route", "128.0.0.0", "128.0.0.0"],
    set: [],
    isThere: ["route", "128.0.0.0/1"],
  },
  "wg-quick": {
    options: ["--mark", "51820"],
    set: [
      "route add 0.0.0.0/0 dev tun7 table 51820",
      "rule add not fwmark 51820 table 51820",
      "rule add table main suppress_prefixlength 0",
    ],
    isThere: ["rule", "lookup 51820"],
  },
  Tailscale: {
    options: ["--mark", String(0x80000)],
    set: [
      "rule add pref 5210 fwmark 0x80000/0xff0000 table main",
      "rule add pref 5230 fwmark 0x80000/0xff0000 table default",
      "rule add pref 5250 fwmark 0x80000/0xff0000 type unreachable",
      "rule add pref 5270 table 52",
      "route add default dev tun7 table 52",
    ],
    isThere: ["rule", "lookup 52"],
  },
} as const;
type Way = keyof typeof ways;

/** Connects over the first uplink, and routes this computer's own traffic into the VPN. */
async function connect(way: Way = "halves"): Promise<void> {
  const plain = ["--cipher", "none", "--auth", "none", "--dev-type", "tun"];
  const server = foreign.start(
    ...["ip", "netns", "exec", one.namespace, "openvpn", ...plain, "--dev", vpnName],
    ...["--ifconfig", inside.there, inside.here],
  );
  const client = foreign.start(
    ...["openvpn", ...plain, "--dev", vpnName, "--remote", one.gateway],
    ...["--ifconfig", inside.here, inside.there],
    ...ways[way].options,
  );
  ends = [client, server];
  await until("the VPN", async () =>
    sh("ping", "-c", "1", "-W", "1", "-I", vpnName, inside.there).catch(() => null),
  );
  for (const line of ways[way].set) await sh("ip", ...line.split(" "));
  const [what, part] = ways[way].isThere;
  await until("its routes", async () => (await sh("ip", what)).includes(part));
}

async function disconnect(): Promise<void> {
  for (const end of ends) await end();
  ends = [];
  // Its routes went with its interface.
  for (const { set } of Object.values(ways)) {
    for (const line of set) {
      const undo = line.replace(" add ", " del ").split(" ");
      if (undo[0] === "rule") await execa("ip", undo, { reject: false });
    }
  }
}

const vpn = async () =>
  (await lan.network.read()).uplink.candidates.find((each) => each.interface === vpnName);

/** Captures packets that would reach `anywhere` outside the VPN, which wraps its own. */
/** Captures packets that leave beside the VPN; answers to an earlier address do not count. */
const outsideVpn = () =>
  Promise.all(["eth1", "eth2"].map((name) => capture(name, `dst host ${anywhere}`)));

it.each(Object.keys(ways) as Way[])(
  "a VPN is an uplink; automatic follows the computer into it and out of it: %s",
  async (way) => {
    await choose({ mode: "automatic" });
    expect(await guest.whoAmI()).toBe(one.address);
    expect((await lan.network.read()).uplink).toMatchObject({ active: "eth1", vpn: null });
    await connect(way);
    const outside = await outsideVpn();
    expect(await until("the way in", () => guest.whoAmI())).toBe(inside.here);
    expect((await lan.network.read()).uplink).toMatchObject({ active: vpnName, vpn: vpnName });
    const status = await lan.netd.status();
    expect(status.ok && status.value?.active).toBe(vpnName);
    expect(await vpn()).toEqual({
      interface: vpnName,
      kind: "vpn",
      addresses: [inside.here],
      gateway: null,
      obstacle: null,
    });
    for (const each of outside) expect(await each.end()).toEqual([]);
    expect(await guest.ping("192.168.100.254")).toBe(true);
    await sh("ping", "-c", "1", "-W", "2", guest.address);
    // Past the VPN, if the user chose so.
    await choose(pinned("eth2"));
    expect(await guest.whoAmI()).toBe(two.address);
    const { uplink } = await lan.network.read();
    expect(pastVpn(uplink.choice, uplink)).toEqual({
      code: "uplink-past-vpn",
      params: { interface: "eth2", vpn: vpnName },
    });
    await choose({ mode: "automatic" });
    await disconnect();
    await until("the way out", async () => (await guest.whoAmI()) === one.address);
  },
);

it.each(Object.keys(ways) as Way[])(
  "a pinned uplink stays the way out when a VPN connects later: %s",
  async (way) => {
    await choose(pinned("eth2"));
    await connect(way);
    const outside = await outsideVpn();
    await until("the uplink", async () => (await guest.whoAmI()) === two.address);
    expect(await lan.network.read()).toMatchObject({
      lan: { problems: [] },
      uplink: { active: "eth2" },
    });
    expect(await outside[0]?.end()).toEqual([]);
    expect(await guest.ping("192.168.100.254")).toBe(true);
    await choose({ mode: "automatic" });
    expect(await until("the way in", () => guest.whoAmI())).toBe(inside.here);
  },
);

it("a pinned VPN that ends lets no packet out, until it returns", async () => {
  await connect();
  await choose(pinned(vpnName));
  expect(await guest.whoAmI()).toBe(inside.here);
  const outside = await outsideVpn();
  await disconnect();
  expect(await guest.whoAmI()).toBeNull();
  expect((await lan.network.read()).lan.problems[0]).toEqual({
    code: "uplink-down",
    params: { interface: vpnName },
  });
  await connect();
  await until("the way out", async () => (await guest.whoAmI()) === inside.here);
  for (const each of outside) expect(await each.end()).toEqual([]);
  await choose({ mode: "automatic" });
});
