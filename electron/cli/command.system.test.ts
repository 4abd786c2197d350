import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Script } from "node:vm";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import { qemuProcesses } from "../../e2e/rig/machines.ts";
import { until } from "../../e2e/rig/until.ts";
import type { ActionJson, MachineDetailJson, MachineJson } from "../contract/app/cli.ts";
import type { FindingJson } from "../contract/app/cli-care.ts";

/** The built command, run as a program of its own. */
const program = join(import.meta.dirname, "../../build/virtray.mjs");
let instance: Instance;
let disk: string;

beforeEach(async () => {
  instance = makeInstance();
  disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
});

afterEach(() => instance.close());

/**
 * Returns everything that lasts: definitions and settings, with their content and time of change.
 */
function lasting(): readonly string[] {
  return ["data", "config"].flatMap((name) => {
    const folder = join(instance.folder, name);
    try {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => `${path} ${statSync(path).mtimeMs} ${readFileSync(path, "utf8")}`);
    } catch {
      return [];
    }
  });
}

async function addWeb(...more: readonly string[]): Promise<MachineDetailJson> {
  return instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg", ...more);
}

describe("bad input", () => {
  const text = () => {
    const path = join(instance.folder, "text.img");
    writeFileSync(path, "A letter, not a disk.\n".repeat(512));
    return path;
  };
  const add = (name: string, ...more: readonly string[]) => ["add", name, ...more];
  const fresh = () => ["--disk", join(instance.folder, "second.qcow2")];

  /** The typed words, the expected standard error, and the exit code. */
  const table: readonly (readonly [string, () => readonly string[], string | RegExp, number])[] = [
    ...["start", "stop", "restart", "pause", "resume", "kill", "delete", "show", "ssh"].map(
      (verb) =>
        [
          `${verb} of an unknown machine`,
          () => [verb, "nobody"],
          "There is no machine named “nobody”. “virtray list” shows all machines.",
          1,
        ] as const,
    ),
    [
      "a duplicate name",
      () => add("web", ...fresh()),
      "A machine named “web” exists already. Choose another name.",
      1,
    ],
    ...["a/b", 'a"b', "a'b", "a\nb", "n".repeat(300), "", "-x", "$(id)", "Ä"].map(
      (name) =>
        [
          `the name ${JSON.stringify(name.slice(0, 10))}`,
          () => ["add", ...fresh(), "--", name],
          `“${name.replace("\n", "\\n")}” cannot be the name of a machine. A name has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen.`,
          1,
        ] as const,
    ),
    [
      "a disk that is missing",
      () => add("db", "--disk", "/nowhere/disk.img"),
      "There is no file /nowhere/disk.img. Check the path, and that the disk with the file is connected.",
      1,
    ],
    [
      "a disk that is a text",
      () => add("db", "--disk", text()),
      /text\.img is not a disk image\./,
      1,
    ],
    [
      "a disk that is a folder",
      () => add("db", "--disk", "/"),
      /\/ cannot be the path of a disk\./,
      1,
    ],
    [
      "a disk of another machine",
      () => add("db", "--disk", disk),
      /disk\.qcow2 is in use by “web”\. Two machines on one disk/,
      1,
    ],
    [
      "an address outside the LAN",
      () => add("db", ...fresh(), "--address", "10.0.0.1"),
      "10.0.0.1 is outside the LAN (192.168.100.0/24). Choose an address in the LAN, or leave it out to get the next free one.",
      1,
    ],
    [
      "the host’s own address",
      () => add("db", ...fresh(), "--address", "192.168.100.254"),
      /192\.168\.100\.254 is this computer’s own address/,
      1,
    ],
    [
      "a taken address",
      () => add("db", ...fresh(), "--address", "192.168.100.1"),
      /192\.168\.100\.1 belongs to “web”\./,
      1,
    ],
    [
      "the broadcast address",
      () => add("db", ...fresh(), "--address", "192.168.100.255"),
      /is the network or broadcast address/,
      1,
    ],
    [
      "what is no address",
      () => add("db", ...fresh(), "--address", "192.168.100"),
      /“192\.168\.100” is not an IPv4 address/,
      1,
    ],
    ["no memory", () => add("db", ...fresh(), "--memory", "0"), /^0 MiB of memory/, 1],
    [
      "more memory than there is",
      () => add("db", ...fresh(), "--memory", "99999999"),
      /^99,999,999 MiB of memory is not possible\. Choose a whole number from 16 to [\d,]+ MiB/,
      1,
    ],
    [
      "memory in GiB where MiB are meant",
      () => add("db", ...fresh(), "--memory", "2"),
      /^2 MiB of memory is not possible\. Choose a whole number from 16 to [\d,]+ MiB/,
      1,
    ],
    [
      "a disk of no size",
      () => ["disk", "add", "web", "--size", "10X"],
      "“10X” is not a size. Give a number with K, M, G or T, such as 20G.",
      1,
    ],
    [
      "a VNC display that is none",
      () => ["set", "web", "--vnc", "many"],
      "“many” is not a VNC display. Give a whole number from 0 to 99.",
      1,
    ],
    [
      "a bundle that would replace a file",
      () => ["doctor", "--bundle", disk],
      /disk\.qcow2 exists already\. The file was not changed\. Give another path\.$/,
      1,
    ],
    [
      "an export to nowhere",
      () => ["export", "web", "--to", "/nowhere/web.qcow2"],
      "There is no folder /nowhere. Create the folder first, or choose another place.",
      1,
    ],
    [
      "a template that is a text",
      () => ["template", "add", "x", "--from", text()],
      /text\.img cannot be used: it is not a disk image\. Give a qcow2, raw, /,
      1,
    ],
    [
      "a template from elsewhere than the web",
      () => ["template", "add", "x", "--url", "ftp://host/x.qcow2"],
      "“ftp://host/x.qcow2” is not the URL of a file to download. Give a URL that begins with https:// or http://.",
      1,
    ],
    [
      "a checksum that is none",
      () => ["template", "add", "x", "--url", "https://host/x", "--sha256", "abc"],
      "“abc” is not a checksum of this kind. SHA-256 has 64 digits from 0 to 9 and a to f, SHA-512 has 128.",
      1,
    ],
    [
      "a subnet that is none",
      () => ["lan", "set", "--subnet", "hello"],
      "“hello” is not a subnet. Give a subnet such as 192.168.100.0/24.",
      1,
    ],
    [
      "a subnet of the Internet",
      () => ["lan", "set", "--subnet", "8.8.8.0/24"],
      "8.8.8.0/24 is not private: it belongs to somebody on the Internet. Choose a subnet that begins with 10., 192.168., or 172.16. to 172.31.",
      1,
    ],
    [
      "a recovery of what is well",
      () => ["recover", "web"],
      /machine\.json can be read, so there is nothing to restore\.$/,
      1,
    ],
    ["no processor", () => add("db", ...fresh(), "--cpus", "0"), /^0 processors/, 1],
    [
      "an unknown interface",
      () => ["uplink", "set", "nosuch0"],
      "This computer has no interface “nosuch0”. “virtray uplink” lists the interfaces of this computer.",
      1,
    ],
    ["a hostile interface", () => ["uplink", "set", "eth0;id"], /no interface “eth0;id”/, 1],
    ["the loopback as uplink", () => ["uplink", "set", "lo"], /^lo cannot be an uplink\./, 1],
    [
      "a stop of what does not run",
      () => ["stop", "web"],
      "“web” is not running. Start the machine first: virtray start web",
      1,
    ],
    ["no command", () => [], /Usage: virtray/, 2],
    [
      "an unknown command",
      () => ["fly"],
      "“virtray” has no command “fly”. “virtray --help” shows what it takes.",
      2,
    ],
    [
      "an unknown option",
      () => ["list", "--fast"],
      "“virtray list” has no option “--fast”. “virtray list --help” shows what it takes.",
      2,
    ],
    [
      "no disk named",
      () => ["add", "db"],
      "Of the options --disk, --device, exactly one is needed. Give one of them.",
      2,
    ],
    [
      "no further disk named",
      () => ["disk", "add", "web"],
      "Of the options --size, --file, exactly one is needed. Give one of them.",
      2,
    ],
    [
      "a disk by no number",
      () => ["disk", "remove", "web", "first"],
      "“first” is not possible. Give a number.",
      2,
    ],
    [
      "two origins of a template",
      () => ["template", "add", "x", "--from", disk, "--machine", "web"],
      "Of the options --from, --machine, --catalogue, --url, exactly one is needed. Give one of them.",
      2,
    ],
    [
      "a checksum of nothing",
      () => ["template", "add", "x", "--from", disk, "--sha256", "abc"],
      "A checksum is for what --url downloads, and one is enough. Give --url with it, and either --sha256 or --sha512.",
      2,
    ],
    [
      "an unknown kind of addresses",
      () => ["lan", "addresses", "magic"],
      /^“magic” is not possible for “\w+”\. Possible: served, static\.$/,
      2,
    ],
    [
      "memory that is no number",
      () => add("db", ...fresh(), "--memory", "lots"),
      "“lots” is not possible. Give memory as a whole number of MiB, or as a size such as 2G.",
      2,
    ],
    [
      "an unknown choice",
      () => add("db", ...fresh(), "--bus", "scsi"),
      "“scsi” is not possible for “--bus <kind>”. Possible: virtio, ide.",
      2,
    ],
    [
      "too much",
      () => ["list", "web"],
      "1 word is too many for “virtray list”. “virtray list --help” shows what it takes.",
      2,
    ],
  ];

  it.each(table)(
    "%s: a sentence, an exit code, nothing changed",
    async (_title, args, said, code) => {
      await addWeb();
      await execa("qemu-img", [
        ...["create", "-q", "-f", "qcow2", join(instance.folder, "second.qcow2"), "16M"],
      ]);
      const before = lasting();
      const done = await instance.virtray(...args());
      if (typeof said === "string") expect(done.stderr).toBe(said);
      else expect(done.stderr).toMatch(said);
      expect(done.exitCode).toBe(code);
      expect(done.stdout).toBe("");
      expect(lasting()).toEqual(before);
    },
  );

  it("corrupt machine.json: shown as broken, the others work, the file is left as it is", async () => {
    const { id } = await addWeb();
    const path = join(instance.folder, "data/virtray/machines/broken/machine.json");
    mkdirSync(join(path, ".."));
    writeFileSync(path, "{ oops");
    const [broken, web] = await instance.json<readonly MachineJson[]>("list");
    expect(broken).toMatchObject({
      id: "broken",
      name: "broken",
      status: "failed",
      address: null,
      problemCode: "machine-file-corrupt",
    });
    expect(web).toMatchObject({ id, status: "stopped", problem: null });
    const start = await instance.virtray("start", "broken");
    expect([
      start.exitCode,
      start.stderr.startsWith(`The machine’s file ${path} cannot be read`),
    ]).toEqual([1, true]);
    expect((await instance.virtray("start", "web")).exitCode).toBe(0);
    expect(readFileSync(path, "utf8")).toBe("{ oops");
  });

  it("uses German where the locale asks for it", async () => {
    const done = await execa(process.execPath, [program, "start", "niemand"], {
      env: { ...instance.env, LC_ALL: "de_AT.UTF-8" },
      reject: false,
    });
    expect(done.stderr).toBe(
      "Es gibt keine Maschine namens „niemand“. „virtray list“ zeigt alle Maschinen.",
    );
  });
});

describe("for programs", () => {
  it("each command has its shape", async () => {
    expect(await instance.json("list")).toEqual([]);
    const path = join(instance.folder, 'a, b "ü".qcow2');
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", path, "16M"]);
    const added = await instance.json<MachineDetailJson>(
      ...["add", "web", "--disk", path, "--memory", "32", "--accel", "tcg", "--bus", "ide"],
      ...["--nic", "e1000", "--vnc", "77", "--cpus", "2", "--address", "192.168.100.9"],
    );
    const stopped: MachineJson = {
      id: added.id,
      name: "web",
      status: "stopped",
      address: "192.168.100.9",
      uplink: null,
      reachable: null,
      mac: `52:54:00:${added.id.slice(-6).replace(/(..)(..)(..)/, "$1:$2:$3")}`,
      pid: null,
      uptimeSeconds: null,
      accelerator: null,
      acceleratorReason: null,
      stopsInSeconds: null,
      setup: null,
      setupStep: null,
      setupSeconds: null,
      setupLine: null,
      problem: null,
      problemCode: null,
      tags: [],
      note: null,
      protected: false,
      computer: null,
      answeredAt: null,
    };
    expect(added).toEqual({
      ...stopped,
      definition: {
        version: 3,
        id: added.id,
        name: "web",
        createdAt: added.definition.createdAt,
        memoryMiB: 32,
        cpus: 2,
        acceleration: "tcg",
        disk: { path, format: "qcow2", bus: "ide" },
        network: { address: "192.168.100.9", mac: stopped.mac, nic: "e1000" },
        vncDisplay: 77,
      },
      log: [],
      guest: null,
      vncPassword: null,
    });
    expect(await instance.json("list")).toEqual([stopped]);

    const started = await instance.json<readonly ActionJson[]>("start", "web");
    expect(started).toEqual([
      {
        name: "web",
        id: added.id,
        ok: true,
        error: null,
        warning: {
          code: "machine-without-lan",
          message: "The LAN is off, so “web” is running without a network.",
          todo: "Switch the LAN on: running machines are connected at once.",
          details: null,
        },
      },
    ]);
    const [running] = await instance.json<readonly MachineJson[]>("list");
    expect(running).toEqual({
      ...stopped,
      status: "running",
      pid: qemuProcesses(added.id)[0],
      uptimeSeconds: running?.uptimeSeconds,
      accelerator: "tcg",
    });
    expect(running?.uptimeSeconds).toBeLessThan(60);
  });

  it("several names end with 1 if one of them failed, and the others are still done", async () => {
    await addWeb();
    const done = await instance.virtray("start", "nobody", "web", "--json");
    const results = JSON.parse(done.stdout) as readonly ActionJson[];
    expect([done.exitCode, results.map(({ ok, error }) => [ok, error?.code])]).toEqual([
      1,
      [
        [false, "machine-unknown"],
        [true, undefined],
      ],
    ]);
  });

  it("reports a wait that timed out, and the machine goes on", async () => {
    await addWeb();
    await instance.virtray("start", "web");
    const done = await instance.virtray("stop", "web", "--timeout", "1");
    expect([done.exitCode, done.stderr]).toEqual([
      1,
      "“web” did not shut down within 1 s. Wait longer, or force the machine to stop: virtray kill web",
    ]);
    expect((await instance.json<readonly MachineJson[]>("list"))[0]?.status).toBe("running");
  });

  it("the doctor lists its subjects", async () => {
    const done = await instance.virtray("doctor", "--json");
    const findings = JSON.parse(done.stdout) as readonly FindingJson[];
    const levels = new Map(findings.map(({ id, level }) => [id, level]));
    for (const id of ["program-qemu-system-x86_64", "program-vde_switch", "vde", "machines"]) {
      expect([id, levels.get(id)]).toEqual([id, "ok"]);
    }
    expect(levels.has("kvm")).toBe(true);
    expect(done.exitCode).toBe([...levels.values()].includes("error") ? 1 : 0);
  });

  it("loads modules that run programs only for a command that runs one: they take longer than a list", () => {
    const folder = join(import.meta.dirname, "../../out/main");
    const chunks = readdirSync(join(folder, "command")).filter((name) => name.endsWith(".cjs"));
    const named = (...names: readonly string[]) =>
      chunks.filter((chunk) => names.some((name) => chunk.startsWith(`${name}-`)));
    /** The files that are loaded with the entry and the chunks of these names. */
    const loadedWith = (...names: readonly string[]) => {
      const loaded = new Set(["cli.cjs", ...named(...names).map((name) => `command/${name}`)]);
      for (const file of loaded) {
        const text = readFileSync(join(folder, file), "utf8");
        for (const [, name = ""] of text.matchAll(/(?<!>)require\("(\.[^"]+)"\)/g)) {
          loaded.add(join(file, "..", name));
        }
      }
      return [...loaded];
    };
    const runners = named("execa").map((name) => `command/${name}`);
    expect(runners).toHaveLength(1);
    const all = loadedWith("list", "typed", "program", "tools");
    expect(all.length).toBeGreaterThan(20);
    expect(all).not.toContain(runners[0]);
    // Each file costs a list a part of its start.
    expect(loadedWith("list").length).toBeLessThan(5);
    expect(loadedWith("list", "typed").length).toBeLessThan(9);
  });

  it("takes the compiled code that the build kept for a list, and does without", () => {
    const folder = join(import.meta.dirname, "../../out/main");
    const chunks = join(folder, "command");
    const kept = readdirSync(chunks).filter((name) => name.endsWith(".code"));
    expect(kept.map((name) => name.split("-")[0])).toEqual(["list", "touched"]);
    for (const name of kept) {
      const filename = join(chunks, name.replace(/\.code$/, ""));
      const cachedData = readFileSync(join(chunks, name));
      const text = Module.wrap(readFileSync(filename, "latin1"));
      // Such code cannot load modules by this.
      expect(text).not.toContain("import(");
      expect(new Script(text, { filename, cachedData }).cachedDataRejected).toBe(false);
    }
    const copy = join(instance.folder, "copy");
    for (const spoil of [
      (path: string) => writeFileSync(path, "of another V8"),
      (path: string) => rmSync(path),
    ]) {
      cpSync(folder, copy, { recursive: true });
      for (const name of kept) spoil(join(copy, "command", name));
      const { env } = instance;
      const words = [join(copy, "cli.cjs"), "list", "--json"];
      expect(execFileSync(process.execPath, words, { env, encoding: "utf8" })).toBe("[]\n");
    }
  });

  it("aligns columns for a terminal’s reader", async () => {
    await addWeb();
    expect((await instance.virtray("list")).stdout).toBe(
      "NAME  STATUS   ADDRESS        ANSWERS  UP  PROCESSOR\n" +
        "web   stopped  192.168.100.1  –        –   –",
    );
  });
});

describe("a starter that is killed", () => {
  it.each([20, 60, 100, 140, 180, 220])(
    "after %i ms loses nothing and starts nothing twice",
    async (milliseconds) => {
      const { id } = await addWeb();
      const starter = spawn(process.execPath, [program, "start", "web"], {
        env: instance.env,
        stdio: "ignore",
      });
      const ended = once(starter, "exit");
      await delay(milliseconds);
      starter.kill("SIGKILL");
      await ended;
      // At whichever point it ended, a second start leads to exactly one running machine.
      await instance.virtray("start", "web");
      const running = await instance.machine("web", ({ status }) => status === "running");
      expect(qemuProcesses(id)).toEqual([running.pid]);
    },
  );

  it("two of them at once start one machine", async () => {
    const { id } = await addWeb();
    const done = await Promise.all([1, 2, 3].map(() => instance.virtray("start", "web")));
    expect(done.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1, 1]);
    expect(qemuProcesses(id)).toHaveLength(1);
  });

  it("a machine survives the session of its starter", async () => {
    const { id } = await addWeb();
    // setsid(1) makes the command the leader of a session, whose end would hang up on its members.
    await execa("setsid", ["--wait", process.execPath, program, "start", "web"], {
      env: instance.env,
    });
    const [pid] = qemuProcesses(id);
    const session = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[3];
    expect(Number(session)).toBe(pid);
    await until("it to run", async () => (await instance.machine("web", () => true)).pid === pid);
  });
});
