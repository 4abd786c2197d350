import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import { makeTesterPlace, type TesterPlace } from "./rig/app/tester-place.ts";
import { tester } from "./rig/desktop/polkit.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { type LoopDisk, makeLoopDisk } from "./rig/images/loop-disk.ts";
import { makeUplink, networkState, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** A real guest on a disk of the host, which its user may open only while it runs. */
const address = "192.168.100.1";
const image = "/tmp/lent.raw";

let place: TesterPlace;
let cable: TestUplink;
let loop: LoopDisk | undefined;
let device: string;

const access = () => sh("getfacl", "-cpn", device);
/** The last sector, which nothing on the disk uses. */
const lastSector = () => readFileSync(image).subarray(-512).toString();

beforeAll(async () => {
  cable = await makeUplink("eth0", 1);
  await cable.addDefaultRoute(100);
  place = await makeTesterPlace();
  await place.polkit.answer("yes");
  const disk = join("/tmp", "lent.qcow2");
  await buildGuestDisk({ path: disk, name: "lent", address });
  await sh("qemu-img", "convert", "-O", "raw", disk, image);
  loop = await makeLoopDisk(image, false);
  device = loop.node;
});

afterAll(async () => {
  await place?.virtray("kill", "lent");
  await place?.virtray("lan", "down");
  loop?.close();
  await place?.close();
  await cable?.close();
});

it("boots from it, writes to it, and leaves no access after its shutdown", async () => {
  const [network, nobody] = [await networkState(), await access()];
  const done = { exitCode: 0 };
  expect(await place.virtray("lan", "up")).toMatchObject(done);
  const add = ["add", "lent", "--device", device, "--address", address, "--memory", "256"];
  expect(await place.virtray(...add, "--accel", "tcg")).toMatchObject(done);
  expect(await place.virtray("start", "lent")).toMatchObject(done);
  // Two prompts: for the LAN and for the disk.
  expect(place.polkit.elevations()).toHaveLength(2);
  const is = (ready: (machine: MachineJson) => boolean) =>
    until("the machine to be as expected", async () => {
      const { stdout } = await place.virtray("list", "--json");
      return (JSON.parse(stdout) as readonly MachineJson[]).some(ready);
    });
  await is(({ reachable }) => reachable === true);
  expect(await guestRun(address, "hostname")).toBe("lent");
  expect(await access()).toContain(`user:${tester.uid}:rw-`);

  const sector = readFileSync(image).length / 512 - 1;
  await guestRun(address, `echo written by the guest | dd of=/dev/vda bs=512 seek=${sector}; sync`);
  expect(await place.virtray("stop", "lent", "--timeout", "240")).toMatchObject(done);
  await is(({ status }) => status === "stopped");
  await until("the end of the lending", async () => (await access()) === nobody);
  expect(lastSector()).toMatch(/^written by the guest\n/);
  expect(await place.virtray("lan", "down")).toMatchObject(done);
  expect(place.polkit.elevations()).toHaveLength(2);
  await until("the network as before", async () => (await networkState()) === network);
});
