import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../../e2e/rig/computers/other-computer.ts";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { emptyDisk } from "../../../../e2e/rig/small-machine.ts";
import { until } from "../../../../e2e/rig/until.ts";
import type { MachineJson, ShareJson } from "../../../contract/app/cli.ts";

/** A real guest with a folder of this computer, which moves while it runs. */
let here: Instance;
let far: OtherComputer;
let src: string;

const guest = async (name: string, script: string) =>
  (await here.virtray("exec", "--timeout", "120", name, "--", "sh", "-c", script)).stdout.trim();
const rows = async (one: Pick<Instance, "json">) =>
  (await one.json<readonly MachineJson[]>("list"))
    .filter(({ computer }) => computer === null)
    .map(({ name, status }) => `${name} ${status}`);
const shares = () => here.json<readonly ShareJson[]>("share", "list", "web");

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(8);
  src = join(here.folder, "src");
  mkdirSync(src);
  writeFileSync(join(src, "from-here"), "hello\n");
  const disk = join(here.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "192.168.100.1", agent: true });
  await here.json("computer", "add", "big", far.host);
  await here.json("add", "web", "--disk", disk, "--memory", "256", "--accel", "tcg");
  await here.json("start", "web");
  await until("the agent", async () => (await guest("web", "echo here")) === "here");
  await here.json("share", "add", "web", src, "/src");
  expect(await shares()).toMatchObject([{ way: "virtiofs", state: "mounted" }]);
});
afterAll(async () => {
  await here?.close();
  await far?.close();
});

it("does not move while a program in the guest uses the folder, which stays there", async () => {
  await guest("web", "cd /src && (sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >/tmp/user)");
  const done = await here.virtray("move", "web", "--to", "big", "--json");
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([1, "share-busy"]);
  expect([await rows(here), await rows(far)]).toEqual([["web running"], []]);
  expect(await guest("web", "cat /src/from-here")).toBe("hello");
  await guest("web", "kill $(cat /tmp/user)");
});

it("has the folder again after a move that was refused", async () => {
  const other = await emptyDisk(far.home, "other");
  await execa("chown", ["4242:4242", other]);
  await far.json("add", "web", "--disk", other, "--memory", "32");
  const done = await here.virtray("move", "web", "--to", "big", "--json");
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([1, "computer-refused"]);
  await far.json("delete", "web");
  await until("the folder", async () => (await shares())[0]?.state === "mounted");
  expect(await guest("web", "cat /src/from-here")).toBe("hello");
});

it("moves without the folder, which is told, and its guest goes on", async () => {
  await guest("web", "echo mark >/tmp/mark");
  const moved = await here.json("move", "web", "--to", "big");
  expect(moved).toMatchObject({ left: { cdrom: null, shares: [src] } });
  expect([await rows(here), await rows(far)]).toEqual([[], ["web running"]]);
  expect(await guest("big/web", "cat /tmp/mark; grep -c ' /src ' /proc/mounts")).toBe("mark\n0");
  expect(await far.json("share", "list", "web")).toEqual([]);
  const servers = await execa("pgrep", ["-f", "virtiofsd.*--fd=3"], { reject: false });
  expect(servers.stdout).toBe("");
});
