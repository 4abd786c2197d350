import { expect, test } from "vitest";
import { defaultSettings, type Settings } from "../../contract/app/settings.ts";
import type { AppStateUpdate } from "../../contract/app/state.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { MachineStatus, MachineView } from "../../contract/machine/machine.ts";
import { sampleMachine, sampleView } from "../../contract/testing/samples.ts";
import { wholeFile } from "../../core/base/explain-issue.ts";
import type { MachinesService, NetworkService } from "../base/interfaces.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { createRootConsent } from "../root/consent.ts";
import { type AppStateService, createAppState } from "./app-state.ts";

const { id } = sampleMachine();

const machine = (status: MachineStatus): MachineView => sampleView({ status });

/** Services whose state the test sets, and whose requests it ends at any time. */
function makeWorld() {
  const world = {
    lan: "off" as "off" | "on",
    choice: { mode: "automatic" } as Awaited<
      ReturnType<NetworkService["read"]>
    >["uplink"]["choice"],
    machines: [machine("stopped")] as readonly MachineView[],
    settings: defaultSettings as Settings,
    settingsProblem: null as AppError | null,
    networkReads: 0,
    templateReads: 0,
    tellNetwork: () => {},
    tellMachines: () => {},
    /** Ends the request under way. */
    end: (_result: Result<never> | Result<AppError | undefined>) => {},
  };
  const pending = <T>() =>
    new Promise<Result<T>>((resolve) => {
      world.end = (result) => resolve(result as Result<T>);
    });
  const network: NetworkService = {
    upSmall: async () => ok(undefined),
    agree: async () => ok(undefined),
    async read() {
      world.networkReads += 1;
      return {
        lan: {
          status: world.lan,
          settings: defaultLan,
          subnet: "192.168.100.0/24",
          problems: [],
          forwards: [],
        },
        uplink: { choice: world.choice, active: null, candidates: [], vpn: null, automatic: null },
      };
    },
    up: pending,
    down: pending,
    mend: pending,
    changeLan: pending,
    setUplink: pending,
    places: async () => [],
    recall: pending,
    arriveAt: pending,
    forgetPlace: pending,
    log: async () => [],
    watch(changed) {
      world.tellNetwork = changed;
      return () => {
        world.tellNetwork = () => {};
      };
    },
  };
  const machines: MachinesService = {
    list: async () => ({ machines: world.machines, broken: [] }),
    add: pending,
    checkAddress: pending,
    letGoOfTaps: async () => {},
    propose: pending as never,
    start: pending,
    stop: pending,
    kill: pending,
    restart: pending,
    pause: pending,
    boot: pending,
    suspend: pending,
    discard: pending,
    resume: pending,
    delete: pending,
    log: async () => ok([]),
    recover: pending,
    mark: pending,
    awaitReady: pending,
    guestFacts: pending,
    listeningPorts: pending,
    watchSetups() {},
    setAutostart: pending,
    wanted: async () => new Set<string>(),
    powerDownAll: async () => 0,
    pauseForSleep: async () => {},
    resumeAfterSleep: async () => ({ resumed: 0, clocksSet: 0 }),
    setUplink: pending,
    setAirlock: pending,
    allow: pending,
    airlockLog: pending,
    vncPassword: async () => ok(null),
    setCable: pending,
    checkForward: pending,
    addForward: pending,
    addShare: pending,
    removeShare: pending,
    repairShares: pending,
    removeForward: pending,
    setWeather: pending,
    partition: pending,
    heal: pending,
    settleCables: async () => {},
    capture: pending,
    endAbandonedCaptures: async () => {},
    plugAll: async () => {},
    inspectDisk: pending,
    watch(changed) {
      world.tellMachines = changed;
      return () => {
        world.tellMachines = () => {};
      };
    },
  };
  const templates: TemplatesService = {
    async list() {
      world.templateReads += 1;
      return { templates: [], broken: [] };
    },
    add: pending,
    delete: pending,
    createMachine: pending,
    warm: pending,
    cool: pending,
    flatten: pending,
    recover: pending,
    prepareFolder: pending,
    moveImages: pending,
    checkUserData: () => ok(undefined),
    sshKeys: async () => [],
    halfKey: async () => null,
    makeSshKey: pending,
    catalogue: () => [],
    watch: () => () => {},
  };
  return { world, services: { network, machines, templates } };
}

async function start(settingsProblem: AppError | null = null) {
  const { world, services } = makeWorld();
  const consent = createRootConsent(async () => true);
  world.settingsProblem = settingsProblem;
  const appState = await createAppState({
    services,
    settings: {
      load: async () => ({ settings: world.settings, problem: world.settingsProblem }),
      change: async ({ language, theme }) => {
        world.settings = {
          ...world.settings,
          ...(language === undefined ? {} : { language }),
          ...(theme === undefined ? {} : { theme }),
        };
        return ok(undefined);
      },
    },
    region: { numbers: null, times: null },
    asRoot: false,
    consent,
    now: () => 1000,
  });
  const pushed: AppStateUpdate[] = [];
  appState.watch((update) => pushed.push(update));
  return { consent, world, appState, pushed };
}

/** Lets everything that was resolved run to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const status = (appState: AppStateService) => appState.update().state.machines[0]?.status;

test("reads an outside change once and pushes it once, however often it is reported", async () => {
  const { world, appState, pushed } = await start();
  const before = world.networkReads;
  world.lan = "on";
  for (let i = 0; i < 50; i += 1) world.tellNetwork();
  await settled();
  // One reading at once, and one for the changes that came during it.
  expect(world.networkReads - before).toBe(2);
  expect(pushed.map(({ revision }) => revision)).toEqual([2]);
  expect(appState.update().state.lan.status).toBe("on");
});

test("an unchanged state is not pushed", async () => {
  const { world, pushed } = await start();
  world.tellNetwork();
  world.tellMachines();
  await settled();
  expect(pushed).toEqual([]);
});

test("revisions only grow, and each push differs from the last", async () => {
  const { world, appState, pushed } = await start();
  const done = appState.machine("start", id);
  world.machines = [machine("running")];
  world.end(ok({ warning: null } as never));
  await done;
  const revisions = pushed.map(({ revision }) => revision);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(revisions.length);
});

test("a start shows at once, and then the real state", async () => {
  const { world, appState } = await start();
  const done = appState.machine("start", id);
  expect(status(appState)).toBe("starting");
  world.machines = [machine("running")];
  world.end(ok({ warning: null } as never));
  expect(await done).toEqual(ok(undefined));
  expect(status(appState)).toBe("running");
});

test("a failed start falls back to the real state, and shows its error until dismissed", async () => {
  const { world, appState } = await start();
  const done = appState.machine("start", id);
  const refusal = fail("disk-missing", { path: "/disks/web.qcow2" });
  world.end(refusal);
  expect(await done).toEqual(refusal);
  expect(status(appState)).toBe("stopped");
  const notice = {
    id: "1",
    at: 1000,
    level: "error",
    about: appError("disk-missing", { path: "/disks/web.qcow2" }),
    machine: id,
  };
  expect(appState.update().state.notices).toEqual([notice]);
  appState.dismiss("1");
  expect(appState.update().state.notices).toEqual([]);
});

test("the second of two clicks shares the request and the outcome of the first", async () => {
  const { world, appState } = await start();
  const first = appState.machine("start", id);
  const end = world.end;
  const second = appState.machine("start", id);
  world.machines = [machine("running")];
  end(ok({ warning: null } as never));
  // A second start would be refused, because the machine runs.
  world.end(fail("machine-running", { name: "web" }));
  expect(await Promise.all([first, second])).toEqual([ok(undefined), ok(undefined)]);
  expect(appState.update().state.notices).toEqual([]);
  expect(status(appState)).toBe("running");
});

test("the same failure twice is one notice, which a new request removes", async () => {
  const { world, appState } = await start();
  for (let round = 0; round < 2; round += 1) {
    const done = appState.machine("start", id);
    expect(appState.update().state.notices).toEqual([]);
    world.end(fail("machine-busy", { name: "web" }));
    await done;
    expect(appState.update().state.notices).toHaveLength(1);
  }
});

test("shows the warning of a start that succeeded", async () => {
  const { world, appState } = await start();
  const done = appState.machine("start", id);
  world.end(ok({ warning: appError("machine-without-lan", { name: "web" }) } as never));
  expect(await done).toEqual(ok(undefined));
  expect(appState.update().state.notices.map(({ level, about }) => [level, about.code])).toEqual([
    ["warning", "machine-without-lan"],
  ]);
});

test("an uplink that is switched but cannot be saved succeeds with a warning", async () => {
  const { world, appState } = await start();
  const why = appError("disk-full", { path: "/home/anna/settings.json" });
  const done = appState.setUplink({ mode: "none" });
  await settled();
  world.choice = { mode: "none" };
  world.end(ok(why));
  expect(await done).toEqual(ok(undefined));
  const { notices, uplink, uplinkUndo } = appState.update().state;
  expect(notices.map(({ level, about }) => [level, about])).toEqual([
    ["warning", appError("uplink-not-kept", {})],
    ["warning", why],
  ]);
  expect(uplink.choice).toEqual({ mode: "none" });
  expect(uplinkUndo).toMatchObject({ choice: { mode: "automatic" } });
});

test("the chosen uplink shows at once, and falls back when it is refused", async () => {
  const { world, appState } = await start();
  const shown = () => appState.update().state.uplink.choice;
  const done = appState.setUplink({ mode: "none" });
  expect(shown()).toEqual({ mode: "none" });
  world.end(fail("netd-lost", {}));
  await done;
  expect(shown()).toEqual({ mode: "automatic" });
});

test("of two uplinks chosen quickly, the later one stays shown", async () => {
  const { world, appState } = await start();
  const shown = () => appState.update().state.uplink.choice;
  const first = appState.setUplink({ mode: "pinned", interface: "eth0" });
  const endFirst = world.end;
  const second = appState.setUplink({ mode: "none" });
  endFirst(ok(undefined));
  await first;
  expect(shown()).toEqual({ mode: "none" });
  world.choice = { mode: "none" };
  world.end(ok(undefined));
  await second;
  expect(shown()).toEqual({ mode: "none" });
});

test("the LAN is starting for as long as its job runs", async () => {
  const { world, appState } = await start();
  const done = appState.lanUp();
  const { state } = appState.update();
  expect(state.lan.status).toBe("starting");
  expect(state.jobs).toMatchObject([
    { id: "1", kind: "lan-up", startedAt: 1000, cancellable: false, problem: null },
  ]);
  world.lan = "on";
  world.end(ok(undefined));
  await done;
  expect(appState.update().state.lan.status).toBe("on");
  expect(appState.update().state.jobs).toEqual([]);
});

test("reads templates again when a new machine may depend on one", async () => {
  const { world } = await start();
  expect(world.templateReads).toBe(1);
  world.machines = [machine("running")];
  world.tellMachines();
  await settled();
  expect(world.templateReads).toBe(1);
  world.machines = [...world.machines, { ...machine("stopped"), id: "2", name: "db" }];
  world.tellMachines();
  await settled();
  expect(world.templateReads).toBe(2);
});

test("long work is a job while it runs, and a notice of its machine if it fails", async () => {
  const { appState } = await start();
  let finish = (_result: Result<string>) => {};
  const done = appState.work(
    { kind: "flatten", subject: "web", machine: id, cancellable: true },
    () =>
      new Promise<Result<string>>((resolve) => {
        finish = resolve;
      }),
  );
  expect(appState.update().state.jobs).toMatchObject([
    { kind: "flatten", subject: "web", machine: id, cancellable: true },
  ]);
  const failure = fail("disk-full", { path: "/disks" });
  finish(failure);
  expect(await done).toEqual(failure);
  const { jobs, notices } = appState.update().state;
  expect(jobs).toEqual([]);
  expect(notices).toMatchObject([{ level: "error", about: failure.error, machine: id }]);
});

test("an immediate failure is a notice of its machine, until the next attempt", async () => {
  const { appState } = await start();
  const { id } = sampleMachine();
  const failed = fail("terminal-missing", {});
  expect(await appState.attempt(id, async () => failed)).toEqual(failed);
  const notices = () =>
    appState.update().state.notices.map(({ about, machine }) => [about.code, machine]);
  expect(notices()).toEqual([["terminal-missing", id]]);
  expect(await appState.attempt(id, async () => ok(undefined))).toEqual(ok(undefined));
  expect(notices()).toEqual([]);
});

test("a service that throws becomes a notice, not a crash", async () => {
  const { world, services } = makeWorld();
  const appState = await createAppState({
    services: {
      ...services,
      network: {
        ...services.network,
        up: async () => {
          throw new Error("boom");
        },
      },
    },
    settings: {
      load: async () => ({ settings: world.settings, problem: null }),
      change: async () => ok(undefined),
    },
    region: { numbers: null, times: null },
    asRoot: true,
    consent: { pending: () => null, watch() {} },
    now: () => 0,
  });
  const result = await appState.lanUp();
  expect(result.ok).toBe(false);
  expect(appState.update().state.notices.map(({ about }) => about.code)).toEqual(["internal"]);
});

test("a change of settings is pushed", async () => {
  const { appState } = await start();
  await appState.changeSettings({ language: "de" });
  expect(appState.update().state.settings).toEqual({ ...defaultSettings, language: "de" });
});

test("reports unreadable settings at the start", async () => {
  const problem = appError("settings-corrupt", wholeFile("/s.json", "json"));
  const { appState } = await start(problem);
  expect(appState.update().state.notices.map(({ about }) => about)).toEqual([problem]);
});

test("follows no service after close", async () => {
  const { world, appState, pushed } = await start();
  appState.close();
  world.lan = "on";
  world.tellNetwork();
  await settled();
  expect(pushed).toEqual([]);
});

test("shows the question about root's work until it is answered", async () => {
  const { appState, consent } = await start();
  const prompt = { task: { do: "lan-down" }, writable: null } as const;
  const asked = consent.ask(prompt);
  await Promise.resolve();
  expect(appState.update().state.rootPrompt).toEqual(prompt);
  consent.answer(false);
  expect(await asked).toBe(false);
  expect(appState.update().state.rootPrompt).toBeNull();
});
