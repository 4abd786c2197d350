import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { closeAll } from "../../../e2e/rig/close-all.ts";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { casesToTry } from "../../../e2e/rig/forms.mjs";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import {
  anywhere,
  capture,
  endCaptures,
  makeUplink,
  type TestUplink,
} from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { talkToNetd } from "../../adapters/root/netd-client.ts";
import { netdFolder } from "../../adapters/root/netd-folder.ts";
import type { AirlockLogJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";
import type { Cables } from "../../contract/lan/network.ts";

/** Projects of a warmed template, whose guest pings an address outside from its first moment on. */
let instance: Instance;
let uplink: TestUplink;
let file: string;

const template = "template: tiny, memory: 128, cpus: 1";
const open = `machines:\n  open: {${template}}\n`;
const gated = `machines:\n  gated: {${template}, only: [deb.test]}\n`;

async function run(verb: "up" | "destroy", text: string) {
  writeFileSync(file, text);
  const told = await instance.virtray(verb, "--file", file, "--yes", "--json");
  return (JSON.parse(told.stdout) as readonly ProjectMachineJson[])[0];
}

const greetings = () => capture("eth1", `icmp and dst host ${anywhere}`);

/** Returns how many of the guest's greetings were refused. */
async function refused(): Promise<number> {
  const log = await instance.json<AirlockLogJson>("uplink", "log", "gated");
  return log.refused.find(({ address }) => address === anywhere)?.count ?? 0;
}

async function haveCables(cables: Cables): Promise<void> {
  await instance.json("lan", "down");
  await instance.json("lan", "cables", cables);
  await instance.json("lan", "up");
}

beforeAll(async () => {
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  instance = makeInstance();
  const folder = join(instance.folder, "project");
  mkdirSync(folder);
  file = join(folder, "virtray.yaml");
  const path = join(instance.folder, "pattern.qcow2");
  const address = "192.168.100.99";
  await buildGuestDisk({ path, name: "pattern", address, wake: true, greets: anywhere });
  await instance.json("template", "add", "tiny", "--from", path);
  await instance.json("template", "warm", "tiny", "--memory", "128", "--cpus", "1");
});

afterEach(endCaptures);
afterAll(() => closeAll(instance, uplink));

it.each(casesToTry(["fast", "vde"] as const, 2))(
  "keeps a machine back from its first packet on, with cables that are %s",
  async (cables) => {
    await haveCables(cables);
    const seen = await greetings();
    expect(await run("up", open)).toMatchObject({ changes: ["created", "started"], error: null });
    await until("a greeting", () => seen.lines.length > 0);
    await seen.end();
    await run("destroy", open);

    const strays = await greetings();
    expect(await run("up", gated)).toMatchObject({
      ...{ changes: ["created", "airlock", "started"], error: null },
    });
    await until("refused greetings", async () => (await refused()) > 2);
    expect(await strays.end()).toEqual([]);
    await run("destroy", gated);
  },
);

it("starts no machine whose airlock nobody keeps", async () => {
  const status = await talkToNetd(netdFolder(0)).status();
  process.kill(status.ok ? (status.value?.pid ?? 0) : 0, "SIGKILL");
  const strays = await greetings();
  expect(await run("up", gated)).toMatchObject({
    ...{ changes: ["created", "airlock"], error: { code: "airlock-not-held" } },
  });
  expect(await instance.json("list")).toMatchObject([{ name: "gated", pid: null }]);
  const started = await instance.virtray("start", "gated", "--json");
  expect(JSON.parse(started.stdout)).toMatchObject([{ error: { code: "airlock-not-held" } }]);

  await instance.json("lan", "up");
  expect(await run("up", gated)).toMatchObject({ changes: ["started"], error: null });
  await instance.machine("gated", (machine) => machine.reachable === true);
  expect(await strays.end()).toEqual([]);
});
