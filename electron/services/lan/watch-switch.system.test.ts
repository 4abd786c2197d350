import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import { netdBundleForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { addSmallMachine } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { createSettingsPort } from "../../adapters/store/settings-store.ts";
import { type AppStateService, createAppState } from "../app/app-state.ts";
import type { Services } from "../base/services.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createServices } from "../compose/services.ts";
import { careForSwitch } from "./watch-switch.ts";

/** Everything is real but the windows: services, netd, switch and three guests. */
const guests = ["one", "two", "three"].map((name, index) => ({
  name,
  address: `192.168.100.${index + 1}`,
}));
let instance: Instance;
let services: Services;
let appState: AppStateService;
let endCare: () => void;

beforeAll(async () => {
  await netdBundleForTests();
  instance = makeInstance();
  services = createServices(createFoundation(instance.env), async () => true);
  appState = await createAppState({
    services,
    settings: createSettingsPort(pathsFrom(instance.env, 0).settingsFile),
    region: { numbers: null, times: null },
    asRoot: true,
    consent: { pending: () => null, watch() {} },
    now: Date.now,
  });
  endCare = careForSwitch(appState, services.network.mend);
  expect(await services.network.up()).toEqual({ ok: true, value: undefined });
  for (const { name, address } of guests) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await buildGuestDisk({ path: disk, name, address });
    const { id } = await addSmallMachine(services.machines, {
      ...{ name, disk, address, memoryMiB: 192 },
    });
    await services.machines.start(id);
  }
  await until(
    "all guests",
    async () => (await Promise.all(guests.map(answers))).every(Boolean),
    120,
  );
});

afterAll(async () => {
  endCare?.();
  appState?.close();
  await instance?.close();
});

const answers = ({ address }: { readonly address: string }) =>
  sh("ping", "-c", "1", "-W", "1", address).then(
    () => true,
    () => false,
  );

const uptimes = () =>
  Promise.all(
    guests.map(async ({ address }) =>
      Number.parseFloat(await guestRun(address, "cat /proc/uptime")),
    ),
  );

it("the switch works again soon after kill -9, and no guest notices", async () => {
  const before = await uptimes();
  const pids = appState.update().state.machines.map(({ pid }) => pid);
  const pidFile = join(pathsFrom(instance.env, 0).switchFolder, "switch.pid");
  const pid = Number(readFileSync(pidFile, "utf8"));

  process.kill(pid, "SIGKILL");
  const killed = Date.now();
  await until("another switch", () => {
    try {
      return Number(readFileSync(pidFile, "utf8")) !== pid;
    } catch {
      return false;
    }
  });
  await until("all answers", async () => (await Promise.all(guests.map(answers))).every(Boolean));
  expect(Date.now() - killed).toBeLessThan(15_000);

  const after = await uptimes();
  expect(after.every((uptime, index) => uptime > (before[index] ?? 0))).toBe(true);
  await until(
    "a state without trouble",
    () => appState.update().state.lan.problems[0]?.code !== "switch-gone",
  );
  expect(appState.update().state.machines.map((machine) => machine.pid)).toEqual(pids);
});

it("a tap that others deleted: the switch, which would spin for ever, is restarted", async () => {
  const before = await uptimes();
  const pidFile = join(pathsFrom(instance.env, 0).switchFolder, "switch.pid");
  const pid = Number(readFileSync(pidFile, "utf8"));
  await sh("ip", "link", "delete", "vtap0");
  await until("all answers", async () => (await Promise.all(guests.map(answers))).every(Boolean));
  const { stdout } = await execa("pgrep", ["-f", `vde_switch.*${instance.folder}`]);
  const running = stdout.split("\n").map(Number);
  expect(running).toEqual([Number(readFileSync(pidFile, "utf8"))]);
  expect(running).not.toContain(pid);
  const after = await uptimes();
  expect(after.every((uptime, index) => uptime > (before[index] ?? 0))).toBe(true);
});
