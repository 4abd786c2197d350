import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldersBelow, type RealApp, startRealApp } from "../../e2e/rig/app/real-app.ts";
import { startDesktop } from "../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../e2e/rig/desktop/desktop-type.ts";
import { channelNames } from "../contract/channels/names.ts";
import { type Bridge, channels } from "../contract/channels/table.ts";

let folder = "";
let desktop: Desktop;
let app: RealApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "security-"));
  desktop = await startDesktop({});
  // Without a panel the dashboard opens, so that both pages can be tried.
  app = await startRealApp({
    ...desktop.env,
    ...foldersBelow(folder),
  });
});

afterAll(async () => {
  await app?.close();
  await desktop?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pages = ["popover", "dashboard"] as const;
type Page = Awaited<ReturnType<RealApp["popover"]>>;

test.each(pages)("the %s has the bridge and no other part of Electron or Node", async (name) => {
  const page: Page = await app[name]();
  const found = await page.evaluate(() => {
    const globals = globalThis as unknown as Record<string, unknown>;
    return {
      bridge: Object.keys(globals["virtray"] as object),
      node: ["require", "process", "module", "Buffer", "electron"].filter((key) => key in globals),
    };
  });
  expect(found).toEqual({ bridge: ["call", "pathOf", "on"], node: [] });
});

test.each(pages)("the %s learns no path from a file that it made itself", async (name) => {
  const page: Page = await app[name]();
  const told = await page.evaluate(() => {
    const { virtray } = globalThis as unknown as { virtray: Pick<Bridge, "pathOf"> };
    return virtray.pathOf(new File(["text"], "/etc/passwd"));
  });
  expect(told).toBe("");
});

test.each(pages)("the %s runs no script and loads no picture but the app's own", async (name) => {
  const page: Page = await app[name]();
  const outcome = await page.evaluate(async () => {
    const refused: string[] = [];
    const refusals = new Promise<void>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => {
        refused.push(event.effectiveDirective);
        if (refused.length === 3) resolve();
      });
    });
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.head.append(script);
    const image = document.createElement("img");
    image.src = "http://127.0.0.1:9/x.png";
    document.head.append(image);
    await fetch("http://127.0.0.1:9/").catch(() => {});
    await refusals;
    script.remove();
    image.remove();
    return { refused: refused.toSorted(), ran: "ran" in globalThis };
  });
  expect(outcome).toEqual({ refused: ["connect-src", "img-src", "script-src-elem"], ran: false });
});

test.each(pages)("the %s cannot leave, open windows or get permissions", async (name) => {
  const page: Page = await app[name]();
  const before = page.url();
  const windows = app.electron.windows().length;
  const outcome = await page.evaluate(async () => {
    const opened = window.open("https://example.org/");
    location.href = "https://example.org/";
    const { state } = await navigator.permissions.query({ name: "notifications" });
    return { opened: opened === null, state };
  });
  expect(outcome).toEqual({ opened: true, state: "denied" });
  expect(page.url()).toBe(before);
  expect(app.electron.windows()).toHaveLength(windows);
});

test("a download is refused", async () => {
  const page = await app.dashboard();
  await app.electron.evaluate(({ session }) => {
    const refused = new Promise<boolean>((resolve) => {
      session.defaultSession.once("will-download", (event) => resolve(event.defaultPrevented));
    });
    Object.assign(globalThis, { refused });
  });
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["x"]));
    link.download = "x.txt";
    link.click();
  });
  const refused = await app.electron.evaluate(
    () => (globalThis as unknown as { refused: Promise<boolean> }).refused,
  );
  expect(refused).toBe(true);
});

test("the page refuses a channel that is not in the table", async () => {
  const page = await app.popover();
  const outcome = await page.evaluate(async () => {
    const { virtray } = window as unknown as { virtray: Bridge };
    try {
      await virtray.call("machine.format" as never, undefined as never);
      return "answered";
    } catch (error) {
      return String(error);
    }
  });
  expect(outcome).toBe("Error: no such channel");
});

test("junk is answered, and changes nothing", async () => {
  const page = await app.popover();
  const codes = await page.evaluate(async () => {
    const { virtray } = window as unknown as { virtray: Bridge };
    const answers = await Promise.all([
      virtray.call("machine.start", { id: "../../etc/passwd" }),
      virtray.call("uplink.set", { mode: "pinned", interface: "eth0; reboot" }),
      virtray.call("machine.add", { name: "x", disk: "/x", extra: 1 } as never),
      virtray.call("lan.up", 1 as never),
    ]);
    return answers.map((answer) => (answer.ok ? "ok" : answer.error.code));
  });
  expect(codes).toEqual(["input-invalid", "input-invalid", "input-invalid", "input-invalid"]);
});

/** Sets the answers to main's own questions from now on, and clears the recorded ones. */
async function answerQuestions(agrees: boolean): Promise<void> {
  await app.electron.evaluate(({ dialog }, response) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...words: readonly unknown[]) => {
      const [{ message }] = words.slice(-1) as [{ message: string }];
      asked.push(message);
      return { response, checkboxChecked: false };
    };
  }, Number(agrees));
}
const questions = () =>
  app.electron.evaluate(() => (globalThis as unknown as { asked: readonly string[] }).asked);

/** Requests of a compromised page: any file for a guest, any program as terminal. */
async function reachOut(path: string): Promise<readonly string[]> {
  const page = await app.popover();
  return page.evaluate(async (path) => {
    const { virtray } = window as unknown as { virtray: Bridge };
    const id = "11111111-1111-4111-8111-111111111111";
    const answers = [
      await virtray.call("machine.add", { name: "x", disk: path }),
      await virtray.call("machine.install", { name: "x", cdrom: path, diskBytes: 512 }),
      await virtray.call("machine.set", { id, change: { cdrom: path } }),
      await virtray.call("disk.add", { id, disk: { kind: "file", path } }),
      await virtray.call("disk.replace", { id, place: 0, path }),
      await virtray.call("template.add", { name: "x", from: { kind: "file", path } }),
      await virtray.call("templates.set-folder", { folder: path }),
      await virtray.call("settings.set", { terminal: path }),
    ];
    return answers.map((answer) => (answer.ok ? "ok" : answer.error.code));
  }, path);
}

test("a page reaches no file and no program that the user did not choose or agree to", async () => {
  const secret = join(folder, "key\u202e");
  writeFileSync(secret, "s".repeat(1024), { mode: 0o600 });
  const before = await app.electron.evaluate(({ app }) => app.getPath("home"));
  expect(before).toBe(folder);
  await answerQuestions(false);
  const refused = Array.from({ length: 7 }, () => "path-not-agreed");
  expect(await reachOut(secret)).toEqual([...refused, "terminal-not-agreed"]);
  const asked = await questions();
  expect(asked).toHaveLength(8);
  for (const question of asked) expect(question).toContain(`${folder}/key\\u{202e}`);
  const kept = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).join("\n");
  expect(kept()).not.toMatch(/machine\.json|template\.json/);

  // A path from a dialogue of the desktop needs no question, and is used for its own purpose only.
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, secret);
  const page = await app.popover();
  const picked = await page.evaluate(() =>
    (window as unknown as { virtray: Bridge }).virtray.call("disk.pick", undefined),
  );
  expect(picked).toEqual({ ok: true, value: secret });
  await answerQuestions(false);
  const codes = await reachOut(secret);
  expect(codes).not.toContain("path-not-agreed");
  expect(codes.at(-1)).toBe("terminal-not-agreed");
  expect(await questions()).toHaveLength(1);
});

/** A mark in each junk request, to find it in the programs that main runs. */
const marker = "junk-7e1d";

const hostileText = fc
  .constantFrom("", "/", "../", "'; reboot #", '"$(id)"', "\n", "a".repeat(5000), "%n", "-", "\0")
  .map((text) => `${marker}${text}`);
const nearlyFit = fc.dictionary(
  fc.constantFrom("id", "name", "mode", "interface", "disk", "address", "template", "page", "text"),
  fc.oneof(hostileText, fc.integer(), fc.constant(null), fc.array(hostileText, { maxLength: 2 })),
  { minKeys: 1 },
);

test("main refuses generated junk on every channel, and runs no program for it", async () => {
  const junk = channelNames.flatMap((channel) => {
    const schema: v.GenericSchema = channels[channel].request;
    return fc
      .sample(fc.oneof(nearlyFit, hostileText, fc.jsonValue()), { numRuns: 40, seed: 1 })
      .filter((payload) => !v.is(schema, payload))
      .map((payload) => ({ channel, payload: payload as unknown }));
  });
  await app.electron.evaluate(() => {
    const { ChildProcess } = process.getBuiltinModule("node:child_process");
    const prototype = ChildProcess.prototype as unknown as { spawn(options: unknown): unknown };
    const original = prototype.spawn;
    const ran: string[] = [];
    (globalThis as unknown as { ran: string[] }).ran = ran;
    prototype.spawn = function spawn(options) {
      ran.push(JSON.stringify(options));
      return original.call(this, options);
    };
  });
  const page = await app.dashboard();
  const codes = await page.evaluate(async (questions) => {
    const { virtray } = window as unknown as { virtray: Bridge };
    const ask = virtray.call as (
      channel: string,
      payload: unknown,
    ) => Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }>;
    const answers = questions.map(({ channel, payload }) => ask(channel, payload));
    return (await Promise.all(answers)).map((answer) => answer.error?.code ?? "ok");
  }, junk);
  expect(junk.length).toBeGreaterThan(20 * channelNames.length);
  expect(new Set(codes)).toEqual(new Set(["input-invalid"]));
  const ran = await app.electron.evaluate(() => (globalThis as unknown as { ran: string[] }).ran);
  expect(ran.filter((options) => options.includes(marker))).toEqual([]);
});
