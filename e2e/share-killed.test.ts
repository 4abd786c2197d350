import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathsFrom } from "../electron/adapters/files/paths.ts";
import { findSupervisor } from "../electron/adapters/supervisor/lock.ts";
import type { FailureJson, ShareJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { isLongForm } from "./rig/forms.mjs";
import { type KeyedInstance, makeKeyedInstance } from "./rig/guest/keyed-instance.ts";
import { guestRun } from "./rig/guest/run.mjs";
import type { TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** Folders of both ways in real guests that are late, and what is left of them after kills. */
let uplink: TestUplink;
let instance: Instance;
let create: KeyedInstance["create"];
let desktop: Desktop;
let app: RealApp;
let src: string;
const [web, late] = ["192.168.100.1", "192.168.100.2"];

const startApp = () => startRealApp({ ...instance.env, ...desktop.env });
const list = (name: string) => instance.json<readonly ShareJson[]>("share", "list", name);
const mounted = (name: string, count: number) =>
  until(`${count} folders of ${name}`, async () => {
    const shares = await list(name);
    return shares.filter(({ state }) => state === "mounted").length === count;
  });

/** Returns the processes that serve folders by both ways. */
async function servers(): Promise<readonly number[]> {
  const find = async (...words: readonly string[]) =>
    (await execa("pgrep", words, { reject: false })).stdout.split("\n").filter(Boolean).map(Number);
  return [...(await find("-f", "virtiofsd.*--fd=3")), ...(await find("-x", "sftp-server"))];
}

/** Returns the file systems of folders that are mounted in a guest, each once. */
const mounts = async (address: string) =>
  (await guestRun(address, "grep -E ' (virtiofs|fuse.sshfs) ' /proc/mounts | cut -d' ' -f2"))
    .split("\n")
    .sort();

/** Returns the mounts of this computer below the instance's folder. */
const mountsHere = () =>
  readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(instance.folder)).length;

/** Lets a guest read and write in both of its folders; what each has seen of a file, it may remember. */
async function works(round: string): Promise<void> {
  await guestRun(web, `cat /device/from-here /login/from-here && echo device >/device/${round}-1`);
  await guestRun(web, `echo login >/login/${round}-2`);
  const written = [1, 2].map((number) => readFileSync(join(src, `${round}-${number}`), "utf8"));
  expect(written).toEqual(["device\n", "login\n"]);
  expect(await guestRun(web, `cat /login/${round}-1 /device/${round}-2`)).toBe("device\nlogin");
}

const supervisor = () => findSupervisor(pathsFrom(instance.env, process.getuid?.() ?? 0));

beforeAll(async () => {
  ({ instance, uplink, create } = await makeKeyedInstance({ agent: true, sshfs: true }));
  src = join(instance.folder, "src");
  mkdirSync(src);
  writeFileSync(join(src, "from-here"), "hello\n");
  await create("web", web);
  if (isLongForm) await create("late", late);
  desktop = await startDesktop({ tray: "xfce" });
  app = await startApp();
});

afterAll(() => closeAll(app, desktop, instance, uplink));

describe.runIf(isLongForm)("a guest that is late", () => {
  it("lets in late, and has its folder by itself", async () => {
    await guestRun(
      late,
      "(sleep 1; killall dropbear; sleep 20; dropbear -R -s -g -p 22 -P /run/dropbear.pid) >/dev/null 2>&1 &",
    );
    await until("the end of its server", async () => {
      const there = await guestRun(late, "true").catch(() => null);
      return there === null;
    });
    const added = await instance.virtray(
      ...(["share", "add", "late", src, "/login", "--by", "sshfs", "--json"] as const),
    );
    expect(JSON.parse(added.stdout) as FailureJson).toMatchObject({
      error: { code: "share-no-way" },
    });
    await mounted("late", 1);
    expect(await guestRun(late, "cat /login/from-here")).toBe("hello");
    await instance.json("kill", "late");
  });
});

describe("folders in use", () => {
  it("go on after the kill of the app, and of the supervisor with it", async () => {
    await instance.json("share", "add", "web", src, "/device");
    await instance.json("share", "add", "web", src, "/login", "--by", "sshfs");
    await works("before");
    const [before, here] = [await servers(), mountsHere()];
    expect(before).toHaveLength(2);
    await guestRun(web, "(while sleep 0.2; do date >>/device/busy; done) >/dev/null 2>&1 &");
    await killApp();
    await works("without-app");
    app = await startApp();
    const found = await until("the supervisor", supervisor);
    await killApp();
    process.kill(found.pid, "SIGKILL");
    await works("without-supervisor");
    app = await startApp();
    await until("another supervisor", supervisor);
    await mounted("web", 2);
    await works("with-both");
    expect(await servers()).toEqual(before);
    expect([await mounts(web), mountsHere()]).toEqual([["/device", "/login"], here]);
  });

  it("are there again with the next start, where all that served them was killed, too", async () => {
    const [before, here] = [await servers(), mountsHere()];
    const found = await until("the supervisor", supervisor);
    await killApp();
    for (const pid of [found.pid, ...before]) process.kill(pid, "SIGKILL");
    await until("their end", async () => (await servers()).length === 0);
    app = await startApp();
    await mounted("web", 2);
    await works("again");
    expect(await servers()).toHaveLength(2);
    expect([await mounts(web), mountsHere()]).toEqual([["/device", "/login"], here]);
  });

  it("leave nothing once the machine was killed while the app was", async () => {
    await killApp();
    await instance.json("kill", "web");
    await until("the servers to end", async () => (await servers()).length === 0);
    app = await startApp();
    await instance.json("start", "web");
    await mounted("web", 2);
    await works("after-the-start");
    expect(await servers()).toHaveLength(2);
  });
});

/** Kills the app, as a crash does. */
async function killApp(): Promise<void> {
  const ended = new Promise((resolve) => app.electron.process().once("exit", resolve));
  app.electron.process().kill("SIGKILL");
  await ended;
}
