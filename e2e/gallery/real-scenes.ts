/**
 * The real app on a computer with two uplinks, brought from one state to the next as in a user's
 * day: empty, one machine, busy, many, failed, offline, and in German. Each scene continues where
 * the previous one ended.
 */

import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import type { DashboardRoute } from "../../electron/contract/app/route.ts";
import { createFoundation } from "../../electron/services/compose/foundation.ts";
import { createMachines } from "../../electron/services/compose/machines.ts";
import { sh } from "../rig/lan/test-net.ts";
import { addSmallMachine, emptyDisk } from "../rig/small-machine.ts";
import { until } from "../rig/until.ts";
import type { RealGallery } from "./real-gallery.ts";

/** A picture of one of the windows. */
export interface RealShot {
  readonly name: string;
  /** Its layout depends on the computer that it is taken on, and is not compared. */
  readonly isOfHost?: true;
  /** Brings the page into its state, and returns it once that is complete. */
  readonly show: (gallery: RealGallery) => Promise<Page>;
}

export interface Scene {
  readonly name: string;
  /** Brings the app into the state. */
  readonly arrange: (gallery: RealGallery) => Promise<void>;
  readonly shots: readonly RealShot[];
}

/** Makes a shot of the dashboard, which is complete when `whole` ends. */
function onDashboard(
  name: string,
  to: DashboardRoute | ((gallery: RealGallery) => Promise<DashboardRoute>),
  whole: (page: Page) => Promise<unknown>,
  isOfHost?: true,
): RealShot {
  return {
    name,
    ...(isOfHost && { isOfHost }),
    async show(gallery) {
      const page = await gallery.dashboard(typeof to === "function" ? await to(gallery) : to);
      await whole(page);
      return page;
    },
  };
}

/** Makes a shot of the popover, which is complete when `whole` ends. */
function inPopover(name: string, whole: (page: Page) => Promise<unknown>): RealShot {
  return {
    name,
    async show(gallery) {
      const page = await gallery.popover();
      await whole(page);
      return page;
    },
  };
}

/** Finds the route to a tab of a machine's page. */
const tabOf =
  (name: string, tab: NonNullable<DashboardRoute["tab"]>) =>
  async ({ place }: RealGallery): Promise<DashboardRoute> => {
    const machines = await place.instance.json<readonly MachineJson[]>("list");
    const machine = machines.find((each) => each.name === name);
    if (machine === undefined) throw new Error(`no machine ${name}`);
    return { page: "machines", machine: machine.id, tab };
  };

const heading = (name: string) => (page: Page) =>
  page.getByRole("heading", { name, exact: true }).waitFor();
const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();

/** Realistic names, short and at the limit. */
const manyNames = Array.from({ length: 28 }, (_, index) =>
  index === 3 ? `postgres-${"replica-".repeat(4)}of-the-customer` : `node-${index + 1}`,
);

export const scenes: readonly Scene[] = [
  {
    name: "nothing yet",
    arrange: async () => {},
    shots: [
      inPopover("real-popover-empty", text("No machines yet")),
      onDashboard(
        "real-first-run",
        { page: "machines" },
        async (page) => {
          await heading("Create your first machine")(page);
          await page.getByText("This computer is ready").waitFor();
        },
        true,
      ),
      onDashboard("real-new-machine", { page: "new-machine" }, heading("New machine")),
      onDashboard("real-templates-empty", { page: "templates" }, text("No templates yet")),
      onDashboard("real-network-off", { page: "network" }, text("Cables to machines")),
      onDashboard("real-settings", { page: "settings" }, heading("Settings")),
      onDashboard("real-health", { page: "health" }, text("Save support report"), true),
    ],
  },
  {
    name: "one machine, which runs",
    async arrange(gallery) {
      const { place } = gallery;
      const popover = await gallery.popover();
      await popover.getByRole("switch", { name: "LAN" }).click();
      await popover.getByText("LAN on", { exact: true }).waitFor();
      const disk = join(place.instance.folder, "web.qcow2");
      await place.instance.json("add", "web", "--disk", disk, "--memory", "256");
      await place.instance.json("start", "web");
      await place.instance.machine("web", ({ reachable }) => reachable === true);
    },
    shots: [
      inPopover("real-popover-one", text("1 running of 1")),
      onDashboard("real-overview", tabOf("web", "overview"), async (page) => {
        const line = page.locator(".graph-line-0 .graph-stroke").first();
        await until("two points of a graph", async () =>
          /L/.test((await line.getAttribute("d")) ?? ""),
        );
      }),
      onDashboard("real-console", tabOf("web", "console"), text("Connected")),
      onDashboard("real-machine-network", tabOf("web", "network"), text("Port forwards")),
      onDashboard("real-disks", tabOf("web", "disks"), text("System disk")),
      onDashboard("real-snapshots", tabOf("web", "snapshots"), text("No snapshots yet")),
      onDashboard("real-machine-settings", tabOf("web", "settings"), text("Save")),
      onDashboard("real-log", tabOf("web", "log"), text("has written nothing")),
      onDashboard("real-network", { page: "network" }, text("web")),
    ],
  },
  {
    name: "busy with a download",
    async arrange(gallery) {
      // The server sends half at once, and then so little that the download neither ends nor
      // stalls.
      const server = createServer((_request, response) => {
        response.writeHead(200, { "content-length": 2 ** 20 });
        response.write(Buffer.alloc(2 ** 19));
        const drip = setInterval(() => response.write("."), 1000);
        response.on("close", () => clearInterval(drip));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      gallery.later.push(async () => {
        server.closeAllConnections();
        server.close();
      });
      const { port } = server.address() as AddressInfo;
      const page = await gallery.dashboard({ page: "templates" });
      await page.getByRole("button", { name: "Add template" }).first().click();
      await page.getByText("URL", { exact: true }).click();
      await page.getByLabel("Template name").fill("slow");
      await page.getByRole("textbox", { name: "URL" }).fill(`http://127.0.0.1:${port}/slow.qcow2`);
      await page.getByLabel("Checksum").fill("0".repeat(64));
      await page.getByRole("button", { name: "Add", exact: true }).click();
    },
    shots: [
      onDashboard("real-templates-busy", { page: "templates" }, text("50%")),
      onDashboard("real-machines-busy", { page: "machines" }, text("50%")),
      inPopover("real-popover-busy", text("1 running of 1")),
    ],
  },
  {
    name: "thirty machines, one of which cannot start",
    async arrange(gallery) {
      const { instance } = gallery.place;
      const dashboard = await gallery.dashboard({ page: "templates" });
      const cancel = dashboard.getByRole("button", { name: /^Cancel/ }).first();
      await cancel.click();
      await cancel.waitFor({ state: "detached" });
      const machines = createMachines(createFoundation(instance.env));
      const db = join(instance.folder, "db.qcow2");
      await addSmallMachine(machines, { name: "db", disk: db, memoryMiB: 64 });
      for (const name of manyNames) {
        const disk = await emptyDisk(instance.folder, name);
        await addSmallMachine(machines, { name, disk, memoryMiB: 64 });
      }
      rmSync(join(instance.folder, "node-1.qcow2"));
      await instance.virtray("start", "node-1");
      await instance.json("start", "node-2");
      await instance.json("pause", "node-2");
    },
    shots: [
      inPopover("real-popover-thirty", text("of 30")),
      onDashboard("real-machines-thirty", { page: "machines" }, text("node-28")),
      onDashboard("real-selected", { page: "machines" }, async (page) => {
        await page.getByLabel("Select node-2", { exact: true }).check();
        await page.getByLabel("Select node-3", { exact: true }).check();
      }),
      onDashboard("real-network-thirty", { page: "network" }, text("not running")),
      inPopover("real-popover-why", async (page) => page.getByText("why?").first().click()),
      onDashboard("real-failed", tabOf("node-1", "overview"), text("node-1.qcow2")),
      onDashboard(
        "real-console-off",
        tabOf("node-1", "console"),
        text("while the machine is running"),
      ),
    ],
  },
  {
    name: "no way out",
    async arrange({ place }) {
      for (const { interface: name } of [place.cable, place.wifi])
        await sh("ip", "link", "set", name, "down");
    },
    shots: [
      inPopover("real-popover-offline", text("no uplink right now")),
      onDashboard("real-network-offline", { page: "network" }, heading("Network")),
      onDashboard("real-health-offline", { page: "health" }, text("Save support report"), true),
    ],
  },
  {
    name: "in German",
    async arrange(gallery) {
      const page = await gallery.dashboard({ page: "settings" });
      await page.getByRole("combobox", { name: "Language", exact: true }).selectOption("de");
      await heading("Einstellungen")(page);
    },
    shots: [
      onDashboard("real-settings-de", { page: "settings" }, heading("Einstellungen")),
      onDashboard("real-network-de", { page: "network" }, text("laufen nicht")),
      onDashboard("real-overview-de", tabOf("web", "overview"), text("belegter Speicher")),
      onDashboard("real-new-machine-de", { page: "new-machine" }, heading("Neue Maschine")),
      inPopover("real-popover-de", text("von 30")),
    ],
  },
];

/** The shots whose layout is compared. */
export const comparedRealShots = scenes
  .flatMap(({ shots }) => shots)
  .filter(({ isOfHost }) => isOfHost === undefined);
