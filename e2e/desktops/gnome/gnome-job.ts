import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";
import type { LanJson, MachineJson, UplinkJson } from "../../../electron/contract/app/cli.ts";
import { extensionId, extensionKind } from "../../../electron/core/app/enabled-extensions.ts";
import type { RealApp } from "../../rig/app/real-app.ts";
import { guests, makePlace, type Place } from "../../rig/images/place.ts";
import { until } from "../../rig/until.ts";
import type { RootName } from "../debian-recipes.mjs";
import { type GnomeDesktop, startRootsGnome } from "./gnome.ts";
import { chooseInMenu, copiedOnGnome, startAppOnGnome } from "./gnome-app.ts";

const { web } = guests;

const answers = async () =>
  (await execa("ping", ["-c", "1", "-W", "1", web], { reject: false })).exitCode === 0;

/** The parts of the job, which exist once its tests have begun. */
interface Job {
  readonly desktop: GnomeDesktop;
  readonly place: Place;
  readonly entry: Entry;
  app: RealApp;
}

/**
 * The tests of the main job in GNOME's real shell without any window: first by the menu of the
 * icon, which a click opens there, then by the entry in the quick settings. Each test continues
 * where the previous one ended.
 */
export function goGnomeJob(root: RootName, shellVersion: string): void {
  describe(`the main job on GNOME ${shellVersion}`, () => {
    let job: Job | undefined;
    const later: (() => Promise<unknown>)[] = [];
    const its = (): Job => {
      if (job === undefined) throw new Error("the desktop has not started");
      return job;
    };

    beforeAll(async () => {
      const place = await makePlace();
      later.push(place.close);
      await place.instance.json("add", "web", "--disk", join(place.instance.folder, "web.qcow2"));
      const folder = join(projectFolder, "out/gnome-extension", `${extensionKind(shellVersion)}`);
      const desktop = await startRootsGnome(root, { id: extensionId, folder });
      later.push(desktop.close);
      const app = await startAppOnGnome(desktop, place.instance, "x11");
      job = { desktop, place, entry: entryOn(desktop), app };
      later.push(() => its().app.close());
    });

    afterAll(async () => {
      for (const close of later.toReversed()) await close();
    });

    testMenu(its);
    testQuickSettings(its);
    testIdleEntry(its);
    testEntrysLife(its);
  });
}

const lanOf = ({ place }: Job) => place.instance.json<LanJson>("lan", "status");

function testMenu(its: () => Job): void {
  const choose = (what: string, labels: readonly string[], effect: () => Promise<boolean>) =>
    chooseInMenu(its().desktop, what, labels, effect);

  it("switches the LAN on and the uplink over by clicks in the icon's menu", async () => {
    const { place } = its();
    await choose("the LAN", ["LAN"], async () => (await lanOf(its())).status === "on");
    await choose("the uplink", ["wlan0 ("], async () => {
      return (await place.instance.json<UplinkJson>("uplink")).active === "wlan0";
    });
  });

  it("starts a machine there, and copies its address", async () => {
    const { desktop, place } = its();
    await choose("the machine", ["web ·", "Start"], async () => {
      const machines = await place.instance.json<readonly MachineJson[]>("list");
      return machines.some(({ status }) => status === "running");
    });
    await until("the guest's answer", answers, 90);
    const isCopied = async () => (await copiedOnGnome(desktop)) === web;
    await choose("the address", ["web ·", `Copy ${web}`], isCopied);
  });
}

function testQuickSettings(its: () => Job): void {
  it("shows the same in the quick settings, and shuts the machine down from there", async () => {
    const { desktop, place, entry } = its();
    await expect.poll(entry.look).toEqual({ isOn: true, subtitle: "LAN on · now wlan0" });
    await entry.open();
    await desktop.clickItem("web · running");
    await desktop.clickItem("Shut down");
    await place.instance.machine("web", ({ status }) => status === "stopped");
  });
}

function testIdleEntry(its: () => Job): void {
  it("sends nothing over the bus and causes no wake-up while nothing changes", async () => {
    const { desktop, place, entry } = its();
    desktop.place.start("bus-monitor", ["dbus-monitor", "--session"]);
    const heard = async () => {
      const said = await desktop.place.run(["cat", "/run/user/1000/bus-monitor.log"]);
      return said.split("\n").filter((line) => line.includes("io.github.virtray")).length;
    };
    await place.instance.json("uplink", "set", "none");
    await until("the monitor to hear a change", async () => (await heard()) > 0);
    const after = await settled(heard);
    const withEntry = await fewestWakes(desktop);
    expect(await heard()).toBe(after);
    await entry.setEnabled(false);
    await until("the entry to go", async () => (await entry.look()) === null);
    const without = await fewestWakes(desktop);
    await entry.setEnabled(true);
    await until("the entry to come back", async () => (await entry.look()) !== null);
    // An own clock of the extension would wake the shell each second.
    expect(withEntry).toBeLessThan(without + restSeconds - 1);
  });
}

function testEntrysLife(its: () => Job): void {
  it("disappears with the app and returns with it", async () => {
    const { desktop, place, entry } = its();
    await its().app.close();
    await until("the entry to go", async () => (await entry.look()) === null);
    its().app = await startAppOnGnome(desktop, place.instance, "x11");
    await until("the entry to come back", async () => (await entry.look()) !== null);
  });

  it("leaves nothing in the shell when it is switched off, as by each lock of the screen", async () => {
    const { entry } = its();
    const before = await entry.counts();
    for (let round = 0; round < 3; round += 1) {
      await entry.setEnabled(false);
      await until("the entry to go", async () => (await entry.look()) === null);
      await entry.setEnabled(true);
      await until("the entry to come back", async () => (await entry.look()) !== null);
    }
    expect(await entry.counts()).toEqual(before);
  });

  it("switches the LAN off by the entry's own click", async () => {
    const { entry } = its();
    await entry.click();
    await until("the LAN to be off", async () => (await lanOf(its())).status === "off");
  });

  it("leaves no warning of the extension in the shell's log", async () => {
    const { desktop } = its();
    const log = await desktop.place.run(["cat", "/run/user/1000/gnome-shell.log"]);
    const lines = log.split("\n").filter((line) => /virtray/i.test(line) && !/mutter/.test(line));
    expect(lines).toEqual([]);
  });
}

/** How long the shell is left idle, in seconds. */
const restSeconds = 5;

/** Waits until a number is stable, and returns it. */
async function settled(count: () => Promise<number>): Promise<number> {
  let last = await count();
  await until("no change for a while", async () => {
    await sleep(1500);
    const before = last;
    last = await count();
    return before === last;
  });
  return last;
}

/** Counts how often the shell wakes up within some seconds; returns the least of three counts. */
async function fewestWakes(desktop: GnomeDesktop): Promise<number> {
  const script = "grep ^voluntary /proc/$(pgrep -x gnome-shell)/status";
  const wakes = async () =>
    Number(/\d+/.exec(await desktop.place.run(["sh", "-c", script]))?.[0] ?? Number.NaN);
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = await wakes();
    await sleep(restSeconds * 1000);
    counts.push((await wakes()) - before);
  }
  return Math.min(...counts);
}

/** The app's entry in the quick settings. */
interface Entry {
  /** Returns whether it is on; null if it is not there. */
  look(): Promise<unknown>;
  /** Opens its menu. */
  open(): Promise<unknown>;
  /** Clicks the entry itself. */
  click(): Promise<unknown>;
  /** Switches the extension on or off. */
  setEnabled(isEnabled: boolean): Promise<unknown>;
  /** Counts what the shell holds in the quick settings. */
  counts(): Promise<unknown>;
}

function entryOn(desktop: GnomeDesktop): Entry {
  // GNOME 43 calls a toggle's title its label.
  const find = `const settings = rig.main.panel.statusArea.quickSettings;
    const entry = settings.menu._grid.get_children()
      .find((item) => (item.title ?? item.label) === "Virtray" && item.visible);`;
  const evaluate = (code: string) => desktop.evaluate(`(() => { ${find} ${code} })()`);
  return {
    look: () =>
      evaluate(`return entry === undefined ? null
        : { isOn: entry.checked, subtitle: entry.menu._headerSubtitle.text };`),
    open: () => evaluate("settings.menu.open(false); entry.menu.open(false);"),
    click: () => evaluate(`settings.menu.open(false); entry.emit("clicked", 1);`),
    setEnabled: (isEnabled) =>
      evaluate(`rig.main.extensionManager.${isEnabled ? "enable" : "disable"}Extension(
        ${JSON.stringify(extensionId)});`),
    counts: () =>
      evaluate(`const { _grid, _overlay } = settings.menu;
        return [_grid, _overlay, settings._indicators].map((actor) => actor.get_n_children());`),
  };
}
