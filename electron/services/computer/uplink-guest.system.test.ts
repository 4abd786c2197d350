import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { beginning, giveUplink } from "../../../e2e/rig/computers/own-uplink.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import {
  anywhere,
  capture,
  endCaptures,
  makeUplink,
  type TestUplink,
  tellPort,
} from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ComputerJson } from "../../contract/app/cli.ts";

/** A real guest here that leaves by another computer, whose user is not root. */
const address = "192.168.100.83";
const [nowHere, nowThere] = ["10.0.1.2", "10.0.5.2"];
let here: Instance;
let far: OtherComputer;
let own: TestUplink;
let theirs: TestUplink;

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(9);
  own = await makeUplink("eth1", 1);
  await own.addDefaultRoute(100);
  theirs = await giveUplink(far, 5);
  const disk = join(here.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "dhcp" });
  await here.json("lan", "up");
  const words = ["--disk", disk, "--memory", "192", "--accel", "tcg", "--address", address];
  await here.json("add", "web", ...words);
  await here.json("start", "web");
  await here.json("computer", "add", "big", far.host);
  await here.json("computer", "uplink", "big");
  await until("the guest", async () => (await leavesAs()) === nowHere);
  await works();
});
afterEach(endCaptures);
afterAll(async () => {
  for (const each of [here, far, own, theirs]) await each?.close();
});

const big = async () => (await here.json<readonly ComputerJson[]>("computer", "list"))[0];
const works = () => until("the uplink", async () => (await big())?.uplink?.works === true);
/** Asks a server on the Internet which address the guest has there; null: it does not get there. */
const leavesAs = async () => {
  const ask = `echo '?' | nc -w 5 ${anywhere} ${tellPort}`;
  const told = await guestRun(address, ask, { timeout: 40_000 }).catch(() => "");
  return told.trim().replace("::ffff:", "") || null;
};

it("leaves by that computer with its address, and by none of this computer's", async () => {
  const [seenHere, seenThere] = [
    await capture("eth1", beginning),
    await capture(theirs.farEnd, `host ${anywhere}`, theirs.namespace),
  ];
  await here.json("uplink", "set", "via-big");
  expect(await leavesAs()).toBe(nowThere);
  expect(await seenHere.end()).toEqual([]);
  const sources = (await seenThere.end()).map((line) => /^IP ([\d.]+)\.\d+ >/.exec(line)?.[1]);
  expect([...new Set(sources)].sort()).toEqual([nowThere, anywhere].sort());
});

it("changes live, for it alone, too", async () => {
  await here.json("uplink", "set", "eth1");
  expect(await leavesAs()).toBe(nowHere);
  await here.json("uplink", "set", "via-big", "--machine", "web");
  expect(await leavesAs()).toBe(nowThere);
  await here.json("uplink", "set", "default", "--machine", "web");
  expect(await leavesAs()).toBe(nowHere);
  await here.json("uplink", "set", "via-big");
  expect(await leavesAs()).toBe(nowThere);
});

it("leaves by no other way while the link is cut, and again once it is back", async () => {
  const seenHere = await capture("eth1", `host ${anywhere}`);
  await far.cut();
  await until("the loss", async () => (await big())?.uplink?.works === false);
  expect(await leavesAs()).toBeNull();
  await far.heal();
  await until("the way out", async () => (await leavesAs()) === nowThere);
  expect(await seenHere.end()).toEqual([]);
});
