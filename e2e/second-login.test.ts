import { chownSync, mkdirSync } from "node:fs";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LanJson, MachineJson } from "../electron/contract/app/cli.ts";
import type { TrashedJson } from "../electron/contract/app/cli-storage.ts";
import type { RealApp } from "./rig/app/real-app.ts";
import { makeTesterApp, type TesterApp } from "./rig/app/tester-app.ts";
import { makeTesterPlace, type TesterPlace } from "./rig/app/tester-place.ts";
import { type OwnSshd, startOwnSshd } from "./rig/computers/own-sshd.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { tester } from "./rig/desktop/polkit.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { makeUplink, networkState, type TestUplink } from "./rig/lan/test-net.ts";
import { qemuProcesses } from "./rig/machines.ts";
import { until } from "./rig/until.ts";

/**
 * A person's day in a second login: an ordinary user starts machine and LAN in a desktop session, whose app
 * goes on running, and comes back by ssh to the own computer, by su, by a program without any environment,
 * and with root's. Tests go on with each other.
 */
let sshd: OwnSshd;
let desktop: Desktop;
let installed: TesterApp;
let app: RealApp;
let place: TesterPlace;
let uplink: TestUplink;
let before: string;
let id: string;

const { name, uid, home } = tester;

/** The ways by which the user comes back; each is the words before `virtray`. */
const logins = {
  ssh: (words) => [...sshd.words, ...words],
  "su -": (words) => ["su", "-", name, "-c", words.join(" ")],
  // Root's session calls it, whose variables stay: a folder that is not the user's is among them.
  su: (words) => ["env", "XDG_RUNTIME_DIR=/run/user/0", "su", name, "-c", words.join(" ")],
  "setpriv without an environment": (words) => [
    ...["env", "-i", "setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", ...words],
  ],
} satisfies Record<string, (words: readonly string[]) => readonly string[]>;
type Login = keyof typeof logins;
const others = Object.keys(logins) as readonly Login[];

/** Runs the command in a login; `first` is the desktop session in which the day begins. */
async function by(login: Login | "first", ...args: readonly string[]) {
  if (login === "first") return place.virtray(...args);
  const [program = "", ...rest] = logins[login]([...place.bare, ...args]);
  const done = await execa(program, rest, { reject: false, stdin: "ignore", cwd: "/" });
  return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
}

async function jsonBy<T>(login: Login | "first", ...args: readonly string[]): Promise<T> {
  const done = await by(login, ...args, "--json");
  if (done.exitCode !== 0) throw new Error(`${login}: ${args.join(" ")}: ${JSON.stringify(done)}`);
  return JSON.parse(done.stdout) as T;
}

const web = async (login: Login | "first") =>
  (await jsonBy<readonly MachineJson[]>(login, "list")).find((each) => each.name === "web");

/** Waits until the guest answers, as the first session sees it. */
async function answering(): Promise<MachineJson> {
  return until("the guest", async () => {
    const found = await web("first");
    return found?.reachable === true ? found : null;
  });
}

/** Waits until the first session's app shows the machine by a sign. */
const shownAs = async (sign: "running" | "stopped") =>
  (await app.popover()).getByTestId("machine-row-web").locator(`.glyph-${sign}`).waitFor();

const lanOf = async (login: Login | "first") =>
  (await jsonBy<LanJson>(login, "lan", "status")).status;

beforeAll(async () => {
  mkdirSync("/run/user/0", { recursive: true, mode: 0o700 });
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  place = await makeTesterPlace();
  await place.polkit.answer("yes");
  before = await networkState();
  const disk = `${home}/web.qcow2`;
  await buildGuestDisk({ path: disk, name: "web", address: "192.168.100.1" });
  chownSync(disk, uid, uid);
  await jsonBy("first", "lan", "up");
  await jsonBy("first", "add", "web", "--disk", disk, "--memory", "256", "--accel", "tcg");
  sshd = await startOwnSshd(name);
  desktop = await startDesktop({ as: place.polkit.asTester });
  installed = await makeTesterApp(place.polkit.asTester);
  app = await installed.start(desktop.env);
  await jsonBy("first", "start", "web");
  ({ id } = await answering());
  await shownAs("running");
});

afterAll(async () => {
  for (const pid of id === undefined ? [] : qemuProcesses(id)) process.kill(pid, "SIGKILL");
  await place?.virtray("lan", "down");
  await app?.close();
  await installed?.close();
  await desktop?.close();
  await sshd?.close();
  await place?.close();
  await uplink?.close();
});

describe.each(others)("by %s", (login) => {
  it("sees machine and LAN as they are", async () => {
    const { pid } = await answering();
    expect(qemuProcesses(id)).toEqual([pid]);
    expect(await web(login)).toMatchObject({ status: "running", pid, problem: null });
    expect(await lanOf(login)).toBe("on");
  });

  it("deletes no machine that is running", async () => {
    const refused = await by(login, "delete", "web");
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining("“web” is running"),
    ]);
    expect(await by(login, "trash", "empty")).toMatchObject({ exitCode: 0 });
    expect((await web("first"))?.status).toBe("running");
  });

  it("stops the machine and starts it again, for all sessions", async () => {
    await jsonBy(login, "stop", "web", "--timeout", "240");
    expect([(await web("first"))?.status, qemuProcesses(id)]).toEqual(["stopped", []]);
    await shownAs("stopped");
    await jsonBy(login, "start", "web");
    const { pid } = await answering();
    expect(qemuProcesses(id)).toEqual([pid]);
    await shownAs("running");
  });

  it("switches the LAN off and on, and the machine is reached again", async () => {
    await jsonBy(login, "lan", "down");
    expect([await lanOf("first"), await networkState()]).toEqual(["off", before]);
    expect((await web("first"))?.status).toBe("running");
    await jsonBy(login, "lan", "up");
    expect(await lanOf("first")).toBe("on");
    await answering();
  });
});

describe.each(others)("by %s, once nothing runs", (login) => {
  it("starts in a folder of its own, deletes, and the first session sees it", async () => {
    await jsonBy("first", "kill", "web");
    await jsonBy("first", "lan", "down");
    await jsonBy(login, "start", "web");
    const [pid] = qemuProcesses(id);
    expect(await web("first")).toMatchObject({ status: "running", pid });
    expect((await by("first", "delete", "web")).stderr).toContain("“web” is running");
    await jsonBy("first", "kill", "web");
    await jsonBy(login, "delete", "web");
    expect(await jsonBy<readonly TrashedJson[]>("first", "trash", "list")).toMatchObject([{ id }]);
    await jsonBy("first", "trash", "restore", "web");
    await jsonBy(login, "lan", "up");
    await jsonBy("first", "start", "web");
    expect(await lanOf("first")).toBe("on");
  });
});
