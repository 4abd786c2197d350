import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { makeUplink, sh, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { LanJson, UplinkJson } from "../../contract/app/cli.ts";
import type { FindingJson } from "../../contract/app/cli-care.ts";

let instance: Instance;
let uplink: TestUplink;

/** A rule before which none can be, and a network that has addresses of the LAN. */
const troubles = [
  ["rule", "add", "pref", "0", "iif", "vtap0", "unreachable"],
  ["route", "add", "192.168.100.128/25", "dev", "eth1"],
];
const codes = ["lan-overlap", "uplink-overruled"];
const sentences = [
  /^The LAN’s subnet 192\.168\.100\.0\/24 overlaps with 192\.168\.100\.128\/25/m,
  /^Machines’ traffic should go out through eth1, but .* refuse it.*“0: from all iif vtap0 unreachable”/m,
];

beforeAll(async () => {
  instance = makeInstance();
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  expect(await instance.virtray("uplink", "set", "eth1")).toMatchObject({ exitCode: 0 });
  expect(await instance.virtray("lan", "up")).toMatchObject({ exitCode: 0 });
  expect(await instance.virtray("start", "web")).toMatchObject({ exitCode: 0 });
  for (const each of troubles) await sh("ip", ...each);
  const told = async () => (await instance.json<LanJson>("lan", "status")).problems;
  await until(
    "all of them",
    async () => (await told()).map(({ code }) => code).join() === codes.join(),
  );
});

afterAll(async () => {
  for (const [what = "", _add, ...rest] of troubles) await sh("ip", what, "delete", ...rest);
  await instance.virtray("kill", "web");
  await instance.virtray("lan", "down");
  await uplink.close();
  await instance.close();
});

it("all problems of the LAN are told by its status, and the first where it always was", async () => {
  const { stdout, stderr } = await instance.virtray("lan", "status");
  expect(stdout).toContain("192.168.100.254/24");
  for (const sentence of sentences) expect(stderr).toMatch(sentence);
  expect((await instance.json<LanJson>("lan", "status")).problem?.code).toBe("lan-overlap");
});

it("the list of machines tells them where one is running, but to no program", async () => {
  const { stderr } = await instance.virtray("list");
  for (const sentence of sentences) expect(stderr).toMatch(sentence);
  expect(await instance.virtray("list", "--json")).toMatchObject({ stderr: "" });
});

it("the list of uplinks tells what is about uplinks, and that none is connected", async () => {
  const { stdout, stderr } = await instance.virtray("uplink");
  expect(stdout).toMatch(/^Uplink: eth1, currently not connected$/m);
  expect(stderr).toMatch(sentences[1] ?? "");
  expect((await instance.json<UplinkJson>("uplink")).active).toBeNull();
});

it("the doctor has a finding for each, and one of them keeps the name that it had", async () => {
  const { stdout } = await instance.virtray("doctor", "--json");
  const found = (JSON.parse(stdout) as readonly FindingJson[]).filter(({ id }) => /^lan/.test(id));
  expect(found.map(({ id }) => id)).toEqual(["lan", "lan-uplink-overruled"]);
  for (const [index, sentence] of sentences.entries()) {
    expect(found[index]?.what).toMatch(sentence);
  }
});
