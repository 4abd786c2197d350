import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keepFarRecord } from "../../adapters/computer/far-cache.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { defaultSettings } from "../../contract/app/settings.ts";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { directLogin } from "./direct-login.ts";

/** A computer whose machine `web` is said to be at some address of the LAN here, where `db` has .5. */
const folder = mkdtempSync(join(tmpdir(), "direct-login-"));
const paths = pathsFrom({ HOME: folder, XDG_RUNTIME_DIR: folder }, 0);
const computer = { name: "big", host: "big", isJoined: true, isUplink: false };
const settings = { read: async () => ({ ...defaultSettings, computers: [computer] }) };
const web: FarMachine = {
  ...{ id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab", name: "web", status: "running" },
  ...{ address: null, mac: "52:54:00:00:00:09", user: "dev", reachable: true },
  ...{ uptimeSeconds: 5, accelerator: "kvm", problemCode: null, tags: [], note: null },
  protected: false,
};

beforeAll(() => {
  const { network, ...rest } = sampleMachine({ name: "db" });
  const own = { ...rest, network: { ...network, address: "192.168.100.5" } };
  mkdirSync(join(paths.machines, own.id), { recursive: true });
  writeFileSync(join(paths.machines, own.id, "machine.json"), JSON.stringify(own));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["a free address of the LAN", "192.168.100.6", true],
  ["the address of a machine here", "192.168.100.5", false],
  ["the address of this computer", "192.168.100.254", false],
  ["an address outside of the LAN", "203.0.113.9", false],
] as const)(
  "logs in straight only where the LAN serves the machine: %s",
  async (_what, address, isServed) => {
    const machine = { ...web, address };
    const record = { asked: 1, answered: 1, problem: null, machines: [machine] };
    await keepFarRecord(paths, "big", record);
    const words = await directLogin({ paths, settings }, computer, machine, null, ["hostname"]);
    expect(words?.some((word) => word.endsWith(address)) ?? false).toBe(isServed);
  },
);

it("does not log in straight to an address that the computer had not told before", async () => {
  await keepFarRecord(paths, "big", { asked: 1, answered: 1, problem: null, machines: [] });
  const machine = { ...web, address: "192.168.100.6" };
  expect(await directLogin({ paths, settings }, computer, machine, null, [])).toBeNull();
});
