import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import catalogue from "../assets/catalogue.json" with { type: "json" };
import { projectFolder } from "../build/project.mjs";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { makeTesterApp, type TesterApp } from "./rig/app/tester-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type Polkit, startPolkit, tester } from "./rig/desktop/polkit.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { type ImageServer, startImageServer } from "./rig/image-server.ts";
import { until } from "./rig/until.ts";

/**
 * The way to the first machine in the real app: a new user's minute, from nothing to a shell. The
 * catalogue's first image is served here instead of by its publisher, and is a tiny guest.
 */
const [alpine] = catalogue.images;
if (alpine === undefined) throw new Error("the catalogue is empty");
const { host, pathname } = new URL(alpine.url);

/** The pictures of the minute, in the order of their names. */
const pictures = join(projectFolder, "out/shots/first-minute");
/** An emulated guest is up in 5 s, but on a busy computer it needs far longer. */
const guestMs = 150_000;

let folder: string;
let image: Buffer;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "first-"));
  const path = join(folder, "alpine.qcow2");
  await buildGuestDisk({ path, name: "tiny", address: "dhcp" });
  image = readFileSync(path);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the server of the catalogue's first image, whose second half is held back for as long. */
function serveImage(held?: Promise<void>): Promise<ImageServer> {
  const sum = createHash("sha512").update(image).digest("hex");
  const sums = Buffer.from(`${sum}  ${pathname.split("/").at(-1)}\n`);
  return startImageServer({
    host,
    file: (path) => (path === pathname ? image : path === `${pathname}.sha512` ? sums : null),
    atHalf: async (path) => {
      if (path === pathname) await held;
    },
  });
}

const step = (page: Page, title: string | RegExp) =>
  page.getByRole("listitem").filter({ hasText: title });
const isIn = (page: Page, title: string | RegExp, state: string) =>
  step(page, title)
    .and(page.locator(`[data-state="${state}"]`))
    .waitFor({ timeout: guestMs });

describe("a new user without a network", () => {
  let instance: Instance;
  let desktop: Desktop;
  let images: ImageServer;
  let app: RealApp;
  let page: Page;

  beforeAll(async () => {
    instance = makeInstance();
    images = await serveImage();
    await images.setOnline(false);
    desktop = await startDesktop({});
    app = await startRealApp({
      ...instance.env,
      ...desktop.env,
      // A home without keys, as newcomers have it.
      HOME: instance.folder,
      HTTPS_PROXY: images.proxy,
      NODE_EXTRA_CA_CERTS: images.certificate,
    });
    page = await app.dashboard();
  });

  afterAll(() => closeAll(app, desktop, images, instance));

  it("is told at the step that fails, which stops there", async () => {
    await page.getByRole("button", { name: "Create and start" }).click();
    await isIn(page, "Download Alpine", "failed");
    await step(page, "Download Alpine").getByText("cannot be reached").waitFor();
    await isIn(page, "The LAN is on", "done");
    await isIn(page, "Create and start", "todo");
    await page.screenshot({ path: join(pictures, "offline.png") });
    // Told once: not again among the jobs.
    expect(await page.getByRole("region", { name: "Failed" }).count()).toBe(0);
    expect(await instance.json("list")).toEqual([]);
  });

  it("goes on from there by “Try again”", async () => {
    await images.setOnline(true);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "alpine is running" }).waitFor({ timeout: guestMs });
    expect(await instance.json("list")).toMatchObject([{ name: "alpine", status: "running" }]);
  });

  it("is not led again, even if no machine is left", async () => {
    await page.getByRole("button", { name: "Show machine" }).click();
    await page.getByRole("heading", { name: "alpine", exact: true }).waitFor();
    await instance.json("kill", "alpine");
    await instance.json("delete", "alpine");
    await page.reload();
    await until("the empty page", () =>
      page.getByRole("heading", { name: /No machines yet|no longer there/ }).isVisible(),
    );
    expect(await page.getByText("Create your first machine").count()).toBe(0);
  });
});

describe("a new user's minute", () => {
  let polkit: Polkit;
  let desktop: Desktop;
  let images: ImageServer;
  let place: TesterApp;
  let app: RealApp;
  let page: Page;
  /** Lets the second half of the image follow. */
  let goOn: () => void;

  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });

  beforeAll(async () => {
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    images = await serveImage(held);
    polkit = await startPolkit();
    await polkit.answer("yes");
    // Without a tray the dashboard opens by itself.
    desktop = await startDesktop({ as: polkit.asTester });
    place = await makeTesterApp(polkit.asTester);
    app = await place.start({
      ...desktop.env,
      HTTPS_PROXY: images.proxy,
      NODE_EXTRA_CA_CERTS: images.certificate,
    });
    page = await app.dashboard();
  });

  afterAll(() => closeAll(app, place, desktop, polkit, images));

  it("leads from nothing to a machine by one click and one password", async () => {
    expect(existsSync(join(tester.home, ".ssh"))).toBe(false);
    await page.getByRole("heading", { name: "Create your first machine" }).waitFor();
    await isIn(page, "This computer is ready", "done");
    await step(page, "This computer is ready").getByText("No KVM").waitFor();
    await isIn(page, "Switch the LAN on", "todo");
    expect(await page.getByRole("switch", { name: "LAN" }).isChecked()).toBe(false);
    expect(await page.getByRole("radio", { name: /^Alpine Linux/ }).isChecked()).toBe(true);
    await picture("1-nothing");

    await page.getByRole("button", { name: "Create and start" }).click();
    await page.getByRole("button", { name: "Continue" }).waitFor();
    await picture("2-why-root");
    expect(polkit.elevations()).toEqual([]);
    await page.getByRole("button", { name: "Continue" }).click();

    await isIn(page, "The LAN is on", "done");
    await step(page, "Download Alpine").getByRole("progressbar").waitFor();
    await step(page, "Download Alpine")
      .getByText(/50\s?%/)
      .waitFor();
    await picture("3-download");
    goOn();

    await isIn(page, "Create and start", "done");
    await step(page, "Create and start").getByText("~/.ssh/id_ed25519").waitFor();
    await isIn(page, /^Log in/, "busy");
    await picture("4-starting");
    await page.getByRole("heading", { name: "alpine is running" }).waitFor({ timeout: guestMs });
    await picture("5-running");
    expect(polkit.elevations()).toHaveLength(1);
  });

  it("shows the line that opens a shell in it, with the key that was made", async () => {
    const line = (await page.locator(".copy-line code").textContent()) ?? "";
    expect(line).toMatch(/^ssh alpine@192\.168\.100\.\d+$/);
    const [program = "", ...words] = polkit.asTester;
    const [ssh = "", ...where] = line.split(" ");
    // The guest's host key is new to this user, and nobody is there to accept it.
    const options = ["-o", "StrictHostKeyChecking=accept-new", "-o", "BatchMode=yes"];
    // Without a command of its own, the line opens a shell, which takes what is typed.
    const shell = await execa(program, [...words, ssh, ...options, ...where], {
      input: "hostname; exit\n",
    });
    expect(shell.stdout.split("\n")).toContain("alpine");
    expect(statSync(join(tester.home, ".ssh/id_ed25519")).uid).toBe(tester.uid);
  });

  it("ends at the machine's own page, and does not come back", async () => {
    await page.getByRole("button", { name: "Show machine" }).click();
    await page.getByRole("heading", { name: "alpine", exact: true }).waitFor();
    await picture("6-machine");
    await page.getByRole("button", { name: "Machines" }).click();
    expect(await page.getByText("alpine is running").count()).toBe(0);
  });

  it("shows all machines at a glance, and obeys the keys of a tile", async () => {
    await page.getByRole("heading", { name: "1 running of 1" }).waitFor();
    const tile = page.getByTestId("tile-alpine");
    await tile.getByText(/^\d+%$/).waitFor();
    await page.getByRole("meter", { name: "Memory" }).waitFor();
    await picture("7-start-page");
    const open = tile.getByRole("button", { name: /alpine/ }).first();
    await open.press("Enter");
    await page.getByRole("heading", { name: "alpine", exact: true }).waitFor();
    await page.getByTestId("machine-row-alpine").getByRole("button").press("Escape");
    await open.press("Space");
    await page.getByRole("heading", { name: "1 machine, stopped" }).waitFor({ timeout: guestMs });
    await page.getByText("Start what ran last: alpine").waitFor();
    await picture("8-all-stopped");
    await page.getByRole("switch", { name: "LAN" }).click();
    await page.getByText("LAN off", { exact: true }).waitFor();
    await page.getByText("Machines have no network.").waitFor();
  });
});
