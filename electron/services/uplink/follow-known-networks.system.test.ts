import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeForeign } from "../../../e2e/rig/lan/foreign.ts";
import {
  placeOf,
  plugInto,
  type Router,
  routeBehind,
  routers,
  unplug,
} from "../../../e2e/rig/lan/routers.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import {
  anywhere,
  capture,
  endCaptures,
  linkSettled,
  makeGuest,
  makeUplink,
  type TestGuest,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { fine, pinned, plugGuest, switchOn } from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { type AppStateService, createAppState } from "../app/app-state.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createMachines } from "../compose/machines.ts";
import { createTemplates } from "../compose/templates.ts";
import { createRootConsent } from "../root/consent.ts";
import { followKnownNetworks } from "./follow-known-networks.ts";

const automatic: UplinkChoice = { mode: "automatic" };

let lan: TestLan;
let guest: TestGuest;
/** The cable's uplink, and a phone that is always connected. */
let cable: TestUplink;
let phone: TestUplink;
let appState: AppStateService;
let ends: (() => void)[] = [];
/** The known networks that the app saw last, and the one that it has arrived at. */
let looked: readonly string[];
let arrivals: string[];

beforeAll(async () => {
  cable = await makeUplink("eth1", 1);
  phone = await makeUplink("usb0", 2);
  await phone.addDefaultRoute(700);
  lan = await makeLan();
  await switchOn(lan);
  guest = await plugGuest(lan);
});

beforeEach(async () => {
  await plugInto(cable, "home");
  expect(await lan.network.setUplink(automatic)).toEqual(fine);
  await lan.settings.change({ rememberPlaces: true, places: [] });
  await openApp();
});

afterEach(async () => {
  await endCaptures();
  for (const end of ends.splice(0)) end();
});

afterAll(async () => {
  await guest.close();
  expect(await lan.network.down()).toEqual(fine);
  await cable.close();
  await phone.close();
});

/** The part of the app that follows the known networks. */
async function openApp(at = placeOf("home")): Promise<void> {
  const env = { HOME: lan.home, XDG_RUNTIME_DIR: lan.home };
  appState = await createAppState({
    services: {
      network: lan.network,
      machines: createMachines(createFoundation(env)),
      templates: createTemplates(createFoundation(env)),
    },
    settings: lan.settings,
    consent: createRootConsent(async () => false),
    region: { numbers: null, times: null },
    asRoot: true,
    now: Date.now,
  });
  looked = [];
  arrivals = [];
  const care = followKnownNetworks(
    {
      ...appState,
      arriveAt: async (place) => {
        await appState.arriveAt(place);
        arrivals.push(place.id);
      },
    },
    {
      places: async () => {
        const found = await lan.network.places();
        looked = found.map(({ id }) => id);
        return found;
      },
    },
  );
  ends = [care, () => appState.close()];
  await isAt(at);
}

const choice = () => appState.update().state.uplink.choice;
const chosen = (wanted: UplinkChoice) =>
  until("the choice", () => JSON.stringify(choice()) === JSON.stringify(wanted));
const known = async () =>
  (await lan.settings.read()).places.map(({ id, uplink }) => ({ id, uplink }));
/** Waits until the app has seen this computer at a known network, and not at a preferred one. */
const isAt = (place: string) => until("the app to see it", () => looked[0] === place);
const hasArrived = (place: string) => until("the arrival", () => arrivals.at(-1) === place);

async function choose(wanted: UplinkChoice): Promise<void> {
  expect(await appState.setUplink(wanted)).toEqual(fine);
}

it("a choice at a known network is made again on return, shown, and undone by a click", async () => {
  await choose(pinned("usb0"));
  expect(await known()).toEqual([{ id: placeOf("home"), uplink: pinned("usb0") }]);

  await plugInto(cable, "office");
  await hasArrived(placeOf("office"));
  // Seen for the first time: the present choice goes on.
  expect(choice()).toEqual(pinned("usb0"));
  await choose(automatic);
  expect(await guest.whoAmI()).toBe(routers.office.address);
  expect(await known()).toEqual([
    { id: placeOf("office"), uplink: automatic },
    { id: placeOf("home"), uplink: pinned("usb0") },
  ]);

  await plugInto(cable, "home");
  await chosen(pinned("usb0"));
  await until("the way out", async () => (await guest.whoAmI()) === phone.address);
  const notice = await until("a notice", () => appState.update().state.notices[0]);
  expect(notice).toMatchObject({
    level: "info",
    about: {
      code: "uplink-of-place",
      params: { place: `10.0.1.0/24 (${routers.home.mac})`, mode: "pinned", interfaces: "usb0" },
    },
  });
  expect(appState.update().state.uplinkUndo).toMatchObject({ machine: null, choice: automatic });
  expect(await appState.undoUplink()).toEqual(fine);
  expect(choice()).toEqual(automatic);
  // The user's own choice at this known network.
  expect((await known())[0]).toEqual({ id: placeOf("home"), uplink: automatic });
});

it("a choice that was forgotten, or is not remembered, is not made again", async () => {
  await choose(pinned("usb0"));
  await plugInto(cable, "office");
  await hasArrived(placeOf("office"));
  await choose(automatic);
  expect(await appState.forgetPlace(placeOf("home"))).toEqual(fine);
  expect(appState.update().state.settings.places).toHaveLength(1);
  await plugInto(cable, "home");
  await hasArrived(placeOf("home"));
  await choose(pinned("eth1"));
  await appState.changeSettings({ rememberPlaces: false });
  await plugInto(cable, "office");
  await hasArrived(placeOf("office"));
  expect(choice()).toEqual(pinned("eth1"));
  expect(appState.update().state.notices).toEqual([]);
});

it("a pulled cable does not open the uplink of another known network", async () => {
  await unplug(cable);
  await until("the telephone's place", () => looked[0]?.endsWith("@10.0.2.0/24"));
  const [ofPhone = ""] = looked;
  await choose(automatic);
  expect(await known()).toEqual([{ id: ofPhone, uplink: automatic }]);
  await plugInto(cable, "home");
  await hasArrived(placeOf("home"));
  await choose(pinned("eth1"));
  const outside = await capture("usb0", `host ${anywhere}`);
  await unplug(cable);
  await until("the loss", () => appState.update().state.lan.problems[0]?.code === "uplink-down");
  await isAt(ofPhone);
  expect(await guest.whoAmI()).toBeNull();
  expect(arrivals).toEqual([placeOf("home")]);
  expect(choice()).toEqual(pinned("eth1"));
  expect(await outside.end()).toEqual([]);
});

it("with the LAN off, its next start uses the choice of the present known network", async () => {
  await choose(pinned("usb0"));
  await plugInto(cable, "office");
  await hasArrived(placeOf("office"));
  await choose(automatic);
  for (const end of ends.splice(0)) end();
  await plugInto(cable, "home");
  expect(await lan.network.recall()).toEqual({ ok: true, value: null });
  await guest.close();
  expect(await lan.network.down()).toEqual(fine);
  expect(await lan.network.recall()).toMatchObject({
    ok: true,
    value: { id: placeOf("home"), uplink: pinned("usb0") },
  });
  expect((await lan.settings.read()).uplink).toEqual(pinned("usb0"));
  expect(await lan.network.recall()).toEqual({ ok: true, value: null });
  expect(await lan.network.up()).toEqual(fine);
  await linkSettled("vtap0");
  guest = await makeGuest("guest", "192.168.100.7", lan.vdeSwitch.socketFolder);
});

describe("where NetworkManager runs", () => {
  const path = process.env["PATH"];
  let folder: string;

  beforeEach(() => {
    folder = join(lan.home, "bin");
    mkdirSync(folder, { recursive: true });
    process.env["PATH"] = `${folder}:${path}`;
  });

  afterEach(() => {
    process.env["PATH"] = path;
    rmSync(folder, { recursive: true });
    rmSync("/run/NetworkManager", { recursive: true, force: true });
  });

  it("its connections identify the known networks", async () => {
    const foreign = await makeForeign();
    const nmcli = (words: string) => foreign.run(`nmcli ${words}`);
    /** Joins the network of a router by the connection of its name. */
    const join = async (router: Router) => {
      await unplug(cable);
      await routeBehind(cable, router);
      await nmcli(`--wait 20 connection up ${router}`);
    };
    try {
      for (const end of ends.splice(0)) end();
      await foreign.startBus();
      // Without udev, devices count as ready when they exist; a read-only /sys tells NetworkManager
      // so.
      await foreign.run(`mount -o remount,bind,ro /sys
        printf '%s\\n' '[main]' plugins=keyfile auth-polkit=false dns=none rc-manager=unmanaged \\
          '[keyfile]' 'unmanaged-devices=interface-name:*,except:interface-name:eth1' \\
          > /etc/NetworkManager/NetworkManager.conf`);
      const endManager = foreign.start("NetworkManager", "--no-daemon");
      foreign.lend(`${folder}/nmcli`);
      await until("NetworkManager", () => nmcli("general").catch(() => null));
      for (const [router, { address, gateway }] of Object.entries(routers)) {
        await nmcli(
          `connection add type ethernet ifname eth1 con-name ${router} autoconnect no ipv6.method disabled \\
            ipv4.method manual ipv4.addresses ${address}/24 ipv4.gateway ${gateway} ipv4.route-metric 100`,
        );
      }
      await join("home");
      const [home] = await lan.network.places();
      expect(home).toEqual({
        id: `${await nmcli("-g connection.uuid connection show home")} ${placeOf("home")}`,
        name: "home (10.0.1.0/24)",
      });
      await openApp(home?.id);
      await choose(pinned("usb0"));
      await join("office");
      await until("the arrival", () => arrivals.length === 1);
      await choose(automatic);
      await join("home");
      await chosen(pinned("usb0"));
      const notice = await until("a notice", () => appState.update().state.notices[0]);
      const place = "home (10.0.1.0/24)";
      expect(notice.about.params).toEqual({ place, mode: "pinned", interfaces: "usb0" });
      await endManager();
    } finally {
      await foreign.close();
    }
  });

  it("and it does not answer, the router identifies the known network", async () => {
    mkdirSync("/run/NetworkManager");
    for (const junk of ["exit 8", "head -c 100000 /dev/urandom", "echo eth1:::"]) {
      writeFileSync(`${folder}/nmcli`, `#!/bin/sh\n${junk}\n`, { mode: 0o755 });
      expect((await lan.network.places())[0]?.id).toBe(placeOf("home"));
    }
  });
});
