import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSeedUserData } from "../electron/adapters/image/seed-image.ts";
import type { LanJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { until } from "./rig/until.ts";

/** The first steps in the real app, of a user without templates and machines. */
let instance: Instance;
let desktop: Desktop;
let app: RealApp;
let dashboard: Page;

const step = (title: string) =>
  dashboard.getByRole("listitem").filter({ has: dashboard.getByRole("heading", { name: title }) });
const isDone = (title: string) => step(title).getByRole("img", { name: "done" }).waitFor();

beforeAll(async () => {
  instance = makeInstance();
  // Without a tray the dashboard opens by itself.
  desktop = await startDesktop({});
  // A home without keys, as newcomers have it.
  app = await startRealApp({ ...instance.env, ...desktop.env, HOME: instance.folder });
  dashboard = await app.dashboard();
});

afterAll(async () => {
  await app?.close();
  await desktop?.close();
  await instance?.close();
});

it("shows this computer's state, and switches the LAN on by one click", async () => {
  await dashboard.getByRole("heading", { name: "Welcome to Virtray" }).waitFor();
  await step("This computer")
    .getByText(/attention\.$/)
    .waitFor();
  await step("LAN").getByRole("button", { name: "Switch on" }).click();
  await isDone("LAN");
  expect((await instance.json<LanJson>("lan", "status")).status).toBe("on");
});

it("makes and starts the first machine by one click, with a key to log in", async () => {
  const make = step("First machine").getByRole("button", { name: "Create" });
  expect(await make.isEnabled()).toBe(false);
  const image = Buffer.alloc(2 ** 20);
  image.set([0x55, 0xaa], 510);
  const path = join(instance.folder, "tiny.raw");
  writeFileSync(path, image);
  await instance.json("template", "add", "tiny", "--from", path);
  await isDone("First template");
  await make.click();
  await dashboard.getByRole("heading", { name: "tiny", exact: true }).waitFor();
  const { id } = await instance.machine("tiny", ({ status }) => status === "running");
  const key = readFileSync(join(instance.folder, ".ssh/id_ed25519.pub"), "utf8").trim();
  const seed = join(instance.folder, "data/virtray/machines", id, "seed.img");
  const told = await readSeedUserData(seed);
  expect(told.ok && told.value).toContain(key);
});

it("disappears for good, even if no machine is left", async () => {
  await instance.json("kill", "tiny");
  await instance.json("delete", "tiny");
  await dashboard.reload();
  await until("the empty page", () =>
    dashboard.getByRole("heading", { name: /No machines yet|no longer there/ }).isVisible(),
  );
  expect(await dashboard.getByText("Welcome to Virtray").count()).toBe(0);
});
