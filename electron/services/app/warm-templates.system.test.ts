import { mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { getPriority } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { qemuProcesses } from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import { isOnBattery } from "../../adapters/desktop/battery.ts";
import { createHostUsageReader } from "../../adapters/desktop/host-load.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { createSettingsPort } from "../../adapters/store/settings-store.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { TemplateView } from "../../contract/template/template.ts";
import { type HowCreated, type WarmChoice, warmBytes } from "../../contract/template/warm.ts";
import type { Services } from "../base/services.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createServices } from "../compose/services.ts";
import { type AppStateService, createAppState } from "./app-state.ts";
import { careForWarming } from "./warm-templates.ts";

/** Everything is real but the windows: services, QEMU, and a tiny guest that can be warmed. */
let instance: Instance;
let services: Services;
let appState: AppStateService;
let endCare: () => void;
let image: string;

const size = { memoryMiB: 128, cpus: 1 };

function wellDone<T>(done: Result<T>): T {
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

beforeAll(async () => {
  instance = makeInstance();
  const paths = pathsFrom(instance.env, 0);
  services = createServices(createFoundation(instance.env), async () => true);
  appState = await createAppState({
    services,
    settings: createSettingsPort(paths.settingsFile),
    region: { numbers: null, times: null },
    asRoot: true,
    consent: { pending: () => null, watch() {} },
    now: Date.now,
  });
  const readHost = createHostUsageReader(paths.templates);
  endCare = careForWarming({
    ...{ appState, templates: services.templates },
    async readRoom() {
      const host = await readHost();
      return {
        isOnBattery: await isOnBattery(),
        freeMemoryBytes: host.totalMemoryBytes - host.memoryBytes,
        freeDiskBytes: host.freeDiskBytes,
      };
    },
  });
  image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", wake: true });
});

afterAll(async () => {
  endCare?.();
  appState?.close();
  await instance?.close();
});

const choose = (warmTemplates: WarmChoice) =>
  appState.changeSettings({ warmTemplates }).then(wellDone);

/** Adds a template as another program does; `user` is that of its cloud-init. */
const add = (name: string, user = "root") =>
  instance.json("template", "add", name, "--from", image, "--user", user);

const shown = (name: string): TemplateView | undefined =>
  appState.update().state.templates.find((each) => each.name === name);
const jobs = () => appState.update().state.jobs;
const jobOf = (name: string) =>
  jobs().find(({ kind, subject }) => kind === "template-warm" && subject === name);
const notices = () => appState.update().state.notices.map(({ about }) => about);

/** Creates a machine of a template, and returns how it came to be. */
async function create(template: string, name: string, like = size): Promise<HowCreated | null> {
  let how: HowCreated | null = null;
  const request = { name, template, ...like, sshKeys: [] };
  wellDone(
    await services.templates.createMachine(request, {
      onCreated(told) {
        how = told;
      },
    }),
  );
  return how;
}

/** Waits until a template is shown and nothing is done about it. */
async function untilQuiet(name: string): Promise<TemplateView> {
  await until(`the template ${name}`, () => shown(name) !== undefined);
  await until("the end of its job", () => jobOf(name) === undefined, 120);
  return shown(name) as TemplateView;
}

it("a template that was added is warmed as a job, which can be cancelled", async () => {
  await add("cancelled");
  const job = await until("its job", () => jobOf("cancelled") ?? null);
  expect(job).toMatchObject({ cancellable: true, problem: null });
  const { id } = shown("cancelled") as TemplateView;
  const guest = await until("its guest", () => qemuProcesses(id)[0]);
  // Nobody waits for it, so it gives way to all others.
  await until("its place behind them", () => getPriority(guest) === 10);
  appState.cancelJob(job.id);
  expect((await untilQuiet("cancelled")).warm).toEqual([]);
  expect(qemuProcesses(id)).toEqual([]);
  const folder = join(pathsFrom(instance.env, 0).templates, id);
  expect(readdirSync(folder).filter((name) => name.includes("warm"))).toEqual([]);

  await add("tiny");
  await until("its warmed state", () => shown("tiny")?.warm.length === 1, 120);
  expect(shown("tiny")?.warm).toMatchObject([{ cpus: 1, user: "root" }]);
  expect(notices()).toEqual([]);
});

it("not on battery, which is told", async () => {
  const supplies = "/sys/class/power_supply";
  await sh("mount", "-t", "tmpfs", "tmpfs", supplies);
  try {
    mkdirSync(join(supplies, "BAT0"));
    writeFileSync(join(supplies, "BAT0/type"), "Battery\n");
    writeFileSync(join(supplies, "BAT0/status"), "Discharging\n");
    await add("away");
    await until("the reason", () => notices().length > 0);
    expect(notices()).toEqual([
      { code: "template-warm-later", params: { name: "away", why: "battery" } },
    ]);
    expect(jobs()).toEqual([]);
    writeFileSync(join(supplies, "BAT0/status"), "Charging\n");
    expect(await isOnBattery()).toBe(false);
  } finally {
    await sh("umount", supplies);
  }
});

it("not where the user chose otherwise, and never by hand either where they chose that", async () => {
  await choose("by-hand");
  await add("by-hand");
  const { id } = await untilQuiet("by-hand");
  await choose("never");
  expect(await services.templates.warm({ id, ...size })).toMatchObject({
    error: { code: "template-warm-never" },
  });
  await choose("by-hand");
  wellDone(await services.templates.warm({ id, ...size }));
  await until("its warmed state", () => shown("by-hand")?.warm[0]?.memoryMiB === size.memoryMiB);
  expect(jobs()).toEqual([]);
});

it("a state that was lost is told of once, and made again for the same machines", async () => {
  await choose("automatic");
  const { id } = shown("by-hand") as TemplateView;
  const ram = join(pathsFrom(instance.env, 0).templates, id, "warm-128x1/ram");
  truncateSync(ram, 2 ** 20);
  expect(await create(id, "first")).toMatchObject({
    isAwake: false,
    whyCold: { code: "template-warm-stale", params: { what: "files" } },
  });
  await until("its job", () => jobOf("by-hand") ?? null);
  expect((await untilQuiet("by-hand")).warmWishes).toEqual([]);
  await until("its warmed state", () => shown("by-hand")?.warm[0]?.memoryMiB === size.memoryMiB);
  expect(await create(id, "second")).toEqual({ isAwake: true, whyCold: null });
});

it("the first machine of another size boots, and the template is warmed for the next ones", async () => {
  const { id } = shown("by-hand") as TemplateView;
  const larger = { memoryMiB: 160, cpus: 2 };
  expect(await create(id, "third", larger)).toMatchObject({
    isAwake: false,
    whyCold: { code: "template-warm-other", params: { what: "size", ...larger } },
  });
  await until("its job", () => jobOf("by-hand") ?? null);
  expect((await untilQuiet("by-hand")).warmWishes).toEqual([]);
  await until("two warmed states", () => shown("by-hand")?.warm.length === 2);
  const pairs = () => shown("by-hand")?.warm.map(({ memoryMiB, cpus }) => ({ memoryMiB, cpus }));
  expect(pairs()).toEqual([larger, size]);
  expect(shown("by-hand")?.bytes).toBe(
    (shown("by-hand")?.definition.base.bytes ?? 0) + warmBytes(shown("by-hand")?.warm ?? []),
  );
  expect(await create(id, "fourth", larger)).toEqual({ isAwake: true, whyCold: null });
  expect(await create(id, "fifth", size)).toEqual({ isAwake: true, whyCold: null });
});
