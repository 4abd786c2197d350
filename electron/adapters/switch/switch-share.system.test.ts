import { spawn } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { createVdeSwitch, type VdeSwitch } from "./vde-switch.ts";

const group = "virtraytest";
const gid = 4300;
const share = join(tmpdir(), "virtray-switch-0");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync("/tmp/switch-");
  copyFileSync("/etc/group", join(folder, "group"));
  appendFileSync(join(folder, "group"), `${group}:x:${gid}:\n`);
  await sh("mount", "--bind", join(folder, "group"), "/etc/group");
  await sh("ip", "tuntap", "add", "share0", "mode", "tap");
});

afterEach(async () => {
  // A test that fails leaves no switch to the next one.
  await createVdeSwitch(join(folder, "run/switch"), 0).stop();
  rmSync(share, { recursive: true, force: true });
});

afterAll(async () => {
  await execa("ip", ["link", "del", "share0"], { reject: false });
  await sh("umount", "/etc/group");
  rmSync(folder, { recursive: true, force: true });
});

/** A plug of another user's, who belongs to these groups. */
function plugOf(groups: string, socket: string) {
  const words = ["--reuid", "4301", "--regid", "4301", "--groups", groups];
  return spawn("setpriv", [...words, "vde_plug", socket], { stdio: ["pipe", "ignore", "pipe"] });
}

/** Waits until the switch has this many ports in use, its tap among them. */
async function untilPorts(lan: VdeSwitch, count: number) {
  await until(`${count} ports`, async () => (await lan.ports())?.length === count);
}

it("lets the members of the group plug in, and nobody else", async () => {
  const shared = createVdeSwitch(join(folder, "run/switch"), 0, async () => group);
  expect(await shared.start("share0")).toEqual({ ok: true, value: undefined });
  const member = plugOf(String(gid), `${share}/lan.ctl`);
  try {
    await untilPorts(shared, 2);
  } finally {
    await endChild(member);
  }
  // An end that the switch finds while another plug comes confuses it.
  await untilPorts(shared, 1);
  const stranger = plugOf("4301", `${share}/lan.ctl`);
  const code = await new Promise((resolve) => stranger.once("exit", resolve));
  expect(code).not.toBe(0);
  // Ours find it where it always is.
  const own = spawn("vde_plug", [shared.socketFolder], { stdio: ["pipe", "ignore", "ignore"] });
  try {
    await untilPorts(shared, 2);
  } finally {
    await endChild(own);
  }
  expect(await shared.stop()).toEqual({ ok: true, value: undefined });
  expect(existsSync(share)).toBe(false);
});

it("is the user's alone unless it is shared", async () => {
  const own = createVdeSwitch(join(folder, "run/switch"), 0);
  expect(await own.start("share0")).toEqual({ ok: true, value: undefined });
  expect(existsSync(share)).toBe(false);
  const stranger = plugOf(String(gid), own.socketFolder);
  expect(await new Promise((resolve) => stranger.once("exit", resolve))).not.toBe(0);
  expect(await own.stop()).toEqual({ ok: true, value: undefined });
});

it("fails with a sentence when there is no such group to share with", async () => {
  const wrong = createVdeSwitch(join(folder, "run/switch"), 0, async () => "nobodys");
  expect(await wrong.start("share0")).toMatchObject({
    error: { code: "lan-share-group", params: { group: "nobodys" } },
  });
});

it("takes no folder that somebody else made", async () => {
  await sh("mkdir", share);
  await sh("chown", "4301", share);
  const shared = createVdeSwitch(join(folder, "run/switch"), 0, async () => group);
  expect(await shared.start("share0")).toMatchObject({ error: { code: "runtime-folder-unsafe" } });
});
