import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sumOf } from "../electron/adapters/files/file-sum.ts";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { isLongForm } from "./rig/forms.mjs";
import { type KeyedInstance, makeKeyedInstance } from "./rig/guest/keyed-instance.ts";
import { guestRun } from "./rig/guest/run.mjs";
import type { TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** Each of them takes a minute of an emulated guest's time, as it reads and sums a large file. */
const inLongForm = it.runIf(isLongForm);

/** Real guests without sftp-server, and a file that is just large enough to go on. */
let uplink: TestUplink;
let instance: Instance;
let create: KeyedInstance["create"];
let here: string;
let large: string;
const [web, db] = ["192.168.100.1", "192.168.100.2"];
const addresses = isLongForm ? [web, db] : [web];
const bytes = 64 * 2 ** 20 + 12_345;
const part = ".large.img.virtray-part";
const program = join(import.meta.dirname, "../build/virtray.mjs");

beforeAll(async () => {
  ({ instance, uplink, create } = await makeKeyedInstance({}));
  here = join(instance.folder, "here");
  mkdirSync(here);
  large = join(here, "large.img");
  writeLarge();
  await create("web", web);
  if (isLongForm) await create("db", db);
  // A guest's files are in its memory.
  for (const address of addresses) {
    await guestRun(address, "mkdir -p /data && mount -t tmpfs -o size=150m tmpfs /data");
  }
});

afterAll(() => closeAll(instance, uplink));

afterEach(async () => {
  for (const address of addresses) await guestRun(address, "rm -rf /data/* /data/.[!.]*");
});

/** Writes other content, with permissions and a time of its own. */
function writeLarge(): void {
  writeFileSync(large, randomBytes(bytes));
  chmodSync(large, 0o640);
  utimesSync(large, 1_700_000_000, 1_700_000_000);
}

/** Has a machine's cable so slow that its copies can be interrupted. */
const slow = (name: string) => instance.json("weather", name, "--rate", "30M");

/** Begins to copy, and returns the process. */
const begin = (...places: readonly string[]) =>
  execa(process.execPath, [program, "copy", ...places], {
    ...{ env: instance.env, extendEnv: false, reject: false },
  });

/** Waits until so many bytes of a part have arrived in a guest. */
const arrivedInside = (address: string, path: string) =>
  until("a part to grow", async () => {
    const listed = await guestRun(address, `ls -ln ${path}`).catch(() => "");
    return Number(listed.split(/\s+/)[4] ?? 0) > 4 * 2 ** 20;
  });
const arrivedHere = (path: string) =>
  until("a part to grow", () => existsSync(path) && statSync(path).size > 4 * 2 ** 20);

/** Copies without weather, and returns what standard error tells. */
async function copyAgain(name: string, ...places: readonly string[]): Promise<string> {
  await instance.json("heal", name);
  const done = await instance.virtray("copy", ...places);
  if (done.exitCode !== 0) throw new Error(JSON.stringify(done));
  return done.stderr;
}

/** Returns the names in a guest's folder, and sum, permissions and time of the file there. */
const stateInside = async (address: string) =>
  (
    await guestRun(
      address,
      "cd /data && ls -A && sha256sum large.img | cut -c1-64 && stat -c '%a %Y' large.img",
    )
  ).split("\n");
const whole = async () => ["large.img", await sumOf(large), "640 1700000000"];

const goesOn = (place: string) =>
  new RegExp(`^Copying goes on after [0-9.]+ MiB, which are in ${place} already\\.$`);

describe("a large file goes on", () => {
  it("into a machine after Ctrl-C, with permissions and time", async () => {
    await slow("web");
    const running = begin(large, "web:/data");
    await arrivedInside(web, `/data/${part}`);
    running.kill("SIGINT");
    const { exitCode, stderr } = await running;
    expect([exitCode, stderr]).toEqual([
      130,
      expect.stringContaining(`What has arrived is kept in web:/data/${part}.`),
    ]);
    expect(await guestRun(web, "ls -A /data")).toBe(part);
    expect(await copyAgain("web", large, "web:/data")).toMatch(goesOn(`web:/data/${part}`));
    expect(await stateInside(web)).toEqual(await whole());
  });

  inLongForm(
    "into a machine after the kill of the command, and after the end of the connection",
    async () => {
      await slow("web");
      const killed = begin(large, "web:/data/large.img");
      await arrivedInside(web, `/data/${part}`);
      killed.kill("SIGKILL");
      await killed;
      const before = Number(await guestRun(web, `stat -c %s /data/${part}`));
      await slow("web");
      const cut = begin(large, "web:/data/large.img");
      await until("the part to grow", async () => {
        const size = await guestRun(web, `stat -c %s /data/${part}`);
        return Number(size) > before + 2 ** 21;
      });
      const sessions = `for p in $(pidof dropbear); do [ $p = $(cat /run/dropbear.pid) ] || kill $p; done`;
      await guestRun(web, sessions).catch(() => "cut, too");
      const { exitCode, stderr } = await cut;
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("was lost")]);
      expect(stderr).toContain("Copying goes on after");
      expect(await copyAgain("web", large, "web:/data")).toMatch(goesOn(`web:/data/${part}`));
      expect(await stateInside(web)).toEqual(await whole());
    },
  );

  inLongForm(
    "out of a machine after the kill of the command, and after that of the machine",
    async () => {
      // Its content is the same after each start.
      const make = `yes "some line of a large file" | head -c ${bytes} >/data/large.img`;
      await guestRun(web, make);
      const sum = (await guestRun(web, "sha256sum /data/large.img")).slice(0, 64);
      const target = join(here, "out");
      mkdirSync(target);
      await slow("web");
      const killed = begin("web:/data/large.img", target);
      await arrivedHere(join(target, part));
      killed.kill("SIGKILL");
      await killed;
      const before = statSync(join(target, part)).size;
      await slow("web");
      const cut = begin("web:/data/large.img", target);
      await until("the part to grow", () => statSync(join(target, part)).size > before + 2 ** 21);
      await instance.json("kill", "web");
      // A machine that is gone is told by silence.
      const { exitCode, stderr } = await cut;
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("was lost")]);
      expect(existsSync(join(target, "large.img"))).toBe(false);
      await instance.json("start", "web", "--wait=ssh", "--timeout", "100");
      await guestRun(web, "mkdir -p /data && mount -t tmpfs -o size=150m tmpfs /data");
      await guestRun(web, make);
      expect(await copyAgain("web", "web:/data/large.img", target)).toMatch(
        goesOn(join(target, part)),
      );
      expect(await sumOf(join(target, "large.img"))).toBe(sum);
      expect(readdirSync(target).filter((name) => name.includes("part"))).toEqual([]);
    },
  );

  inLongForm("from machine to machine", async () => {
    await copyAgain("web", large, "web:/data");
    await slow("db");
    const running = begin("web:/data/large.img", "db:/data");
    await arrivedInside(db, `/data/${part}`);
    running.kill("SIGTERM");
    expect((await running).exitCode).toBe(143);
    expect(await copyAgain("db", "web:/data/large.img", "db:/data")).toMatch(
      goesOn(`db:/data/${part}`),
    );
    expect(await stateInside(db)).toEqual(await whole());
  });

  it("where the machine's disk was full", async () => {
    await guestRun(web, "mkdir /data/small && mount -t tmpfs -o size=20m tmpfs /data/small");
    await instance.json("heal", "web");
    const full = await instance.virtray("copy", large, "web:/data/small");
    expect([full.exitCode, full.stderr]).toEqual([1, expect.stringContaining("No space left")]);
    expect(full.stderr).toContain(`What has arrived is kept in web:/data/small/${part}.`);
    await guestRun(web, "mount -o remount,size=100m /data/small");
    expect(await copyAgain("web", large, "web:/data/small")).toMatch(
      goesOn(`web:/data/small/${part}`),
    );
    const sum = await guestRun(web, "sha256sum /data/small/large.img; umount /data/small");
    expect(sum.slice(0, 64)).toBe(await sumOf(large));
  });
});

describe("a large file starts from the beginning", () => {
  inLongForm("where it has become another one", async () => {
    await slow("web");
    const running = begin(large, "web:/data");
    await arrivedInside(web, `/data/${part}`);
    running.kill("SIGINT");
    await running;
    writeLarge();
    expect(await copyAgain("web", large, "web:/data")).toContain("is not the first part");
    expect(await stateInside(web)).toEqual(await whole());
  });
});

describe("what is small", () => {
  it("leaves nothing in the machine after Ctrl-C", async () => {
    const small = join(here, "small");
    writeFileSync(small, randomBytes(20 * 2 ** 20));
    await slow("web");
    const running = begin(small, "web:/data");
    await until("the copy to begin", async () =>
      (await guestRun(web, "ls -A /data")).startsWith(".virtray-copy-"),
    );
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
    await until("the machine to clear up", async () => (await guestRun(web, "ls -A /data")) === "");
    await instance.json("heal", "web");
  });
});

describe("progress", () => {
  const onTerminal = async (...args: readonly string[]) => {
    const words = [process.execPath, program, "copy", ...args].map((word) => `'${word}'`);
    const { stdout } = await execa("script", ["-qec", words.join(" "), "/dev/null"], {
      ...{ env: { ...instance.env, TERM: "xterm" }, extendEnv: false },
    });
    return stdout;
  };

  it("is one line on a terminal, with bytes, share, rate and time left, and none with --quiet", async () => {
    await instance.json("weather", "web", "--rate", "90M");
    const drawn = (await onTerminal(large, "web:/data")).split("\r");
    expect(drawn.at(-1)).toBe("\u001b[K");
    expect(drawn.at(-5)).toMatch(
      /Copying {2}9[0-9]% {2}[0-9.]+ MiB of 64 MiB {2}[0-9.]+ MiB\/s {2}[0-9]+ s left$/,
    );
    await instance.json("heal", "web");
    expect(await onTerminal("--quiet", large, "web:/data")).toBe("");
  });
});
