import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { createVdeSwitch, type VdeSwitch } from "./vde-switch.ts";

let folder: string;
let lan: VdeSwitch;

beforeEach(async () => {
  folder = mkdtempSync("/tmp/virtray-switch-");
  await sh("ip", "tuntap", "add", "vtap7", "mode", "tap");
  lan = createVdeSwitch(join(folder, "one"), 0);
  expect(await lan.start("vtap7")).toEqual({ ok: true, value: undefined });
});

afterEach(async () => {
  // Before its tap goes: without it a switch is busy for ever.
  await lan.stop();
  await sh("ip", "link", "del", "vtap7");
  rmSync(folder, { recursive: true, force: true });
});

const switches = async () =>
  (await execa("pgrep", ["-af", `vde_switch.*${folder}`], { reject: false })).stdout
    .split("\n")
    .filter(Boolean);

it("a switch that started with exit code 0 but without its tap is noticed, and ended", async () => {
  // Only one process may hold a tap; the second one does not report that.
  const second = createVdeSwitch(join(folder, "two"), 0);
  expect(await second.start("vtap7")).toMatchObject({
    ok: false,
    error: { code: "switch-failed", params: { detail: "tap-not-opened:vtap7" } },
  });
  expect(await second.ports()).toBeNull();
  expect(await switches()).toHaveLength(1);
  expect((await lan.ports())?.map(({ tap }) => tap)).toEqual(["vtap7"]);
});

it("its management socket is closed to others", async () => {
  const management = join(folder, "one/lan.mgmt");
  expect(statSync(join(folder, "one")).mode & 0o777).toBe(0o700);
  expect(statSync(management).mode & 0o777).toBe(0o600);
  // Also to whom every folder on the way lets pass.
  await sh("chmod", "0755", folder, join(folder, "one"));
  const connect = `require("net").connect(${JSON.stringify(management)}).on("connect", () => process.exit(0)).on("error", (e) => { console.error(e.code); process.exit(1); })`;
  const asOther = ["--reuid=4242", "--regid=4242", "--clear-groups", process.execPath];
  const other = await execa("setpriv", [...asOther, "-e", connect], { reject: false });
  expect([other.exitCode, other.stderr]).toEqual([1, "EACCES"]);
  const own = await execa(process.execPath, ["-e", connect], { reject: false });
  expect(own.exitCode).toBe(0);
});
