import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
let instance: Instance;
beforeEach(() => {
  instance = makeInstance();
});
afterEach(() => instance.close());

/** Runs a line of shell, in which `virtray` is the command; gives exit code and both outputs. */
async function shell(line: string, env: NodeJS.ProcessEnv = instance.env) {
  const script = `virtray() { "${process.execPath}" "${program}" "$@"; }\n${line}`;
  const done = await execa("bash", ["-c", script], {
    ...{ env, extendEnv: false, reject: false, stdin: "ignore" },
  });
  // A stack names files of ours, with lines and columns.
  expect(`${done.stdout}${done.stderr}`).not.toMatch(/^\s+at .*:\d+:\d+/m);
  return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
}

it.each(["list", "list --json", "help", "--version", "doctor", "completion bash"])(
  "%s says in one sentence that its output cannot be written",
  async (words) => {
    const { exitCode, stderr } = await shell(`virtray ${words} > /dev/full`);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^The output could not be written: the disk is full\.[^\n]*\ndetails: ENOSPC[^\n]*$/,
      ),
    ]);
  },
);

it("tells by its exit code alone where its errors cannot be written", async () => {
  expect(await shell("virtray show nobody 2> /dev/full")).toMatchObject({ exitCode: 1 });
  expect(await shell("virtray show nobody 2>&-")).toMatchObject({ exitCode: 1 });
});

it("ends quietly where nobody reads on", async () => {
  const child = spawn(process.execPath, [program, "help"], {
    ...{ env: instance.env, stdio: ["ignore", "pipe", "pipe"] },
  });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([0, ""]);
});

it("works in a folder that was deleted, and finds nothing by a relative path there", async () => {
  const gone = join(instance.folder, "gone");
  const enter = `mkdir "${gone}" && cd "${gone}" && rmdir "${gone}"`;
  expect(await shell(`${enter} && virtray list --json`)).toMatchObject({ stdout: "[]" });
  expect(await shell(`${enter} && virtray doctor --json`)).toMatchObject({
    stdout: expect.stringMatching(/^\[/),
  });
  const added = await shell(`${enter} && virtray add web --disk web.qcow2`);
  expect([added.exitCode, added.stderr]).toEqual([1, expect.stringContaining("web.qcow2")]);
});

it("works without HOME, and without an entry in the list of users", async () => {
  const { HOME: _home, USER: _user, LOGNAME: _name, ...env } = instance.env;
  expect(await shell("virtray list --json", env)).toMatchObject({ stdout: "[]" });
  const uid = 54_321;
  const other = makeInstance({
    uid,
    command: [
      "setpriv",
      `--reuid=${uid}`,
      "--clear-groups",
      "env",
      "-u",
      "HOME",
      process.execPath,
      program,
    ],
  });
  try {
    for (const words of [["list"], ["doctor"], ["template", "list"], ["completion", "bash"]]) {
      const done = await other.virtray(...words);
      expect(done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
      expect([words, done.stderr]).toEqual([words, ""]);
    }
    // Without folders of the XDG kind either, nothing can be kept, which is said.
    const bare = await execa(
      "setpriv",
      [
        `--reuid=${uid}`,
        "--clear-groups",
        "env",
        "-i",
        "PATH=/usr/bin:/bin",
        process.execPath,
        program,
        "schema",
      ],
      { reject: false },
    );
    expect(bare.exitCode).toBe(0);
  } finally {
    await other.close();
  }
});

/** Caches that take nothing; each returns how it is undone. */
const caches: readonly (readonly [string, (path: string) => Promise<() => Promise<unknown>>])[] = [
  [
    "is a file",
    async (path) => {
      writeFileSync(path, "no folder");
      chmodSync(path, 0o400);
      return async () => {};
    },
  ],
  ["can only be read", (path) => mounted(path, "ro")],
  [
    "is full",
    async (path) => {
      const undo = await mounted(path, "size=4k");
      writeFileSync(join(path, "fill"), Buffer.alloc(4096));
      return undo;
    },
  ],
];

async function mounted(path: string, options: string): Promise<() => Promise<unknown>> {
  mkdirSync(path);
  await execa("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]);
  return () => execa("umount", [path]);
}

/** Starts a machine, and has the computer examined. */
async function startAndExamine(one: Instance): Promise<void> {
  const disk = join(one.folder, "web.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  chmodSync(disk, 0o666);
  await one.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  const started = await one.virtray("start", "web");
  expect([started.exitCode, started.stdout]).toEqual([0, ""]);
  expect(started.stderr).not.toMatch(/details:|internal error/);
  expect(await one.machine("web", ({ status }) => status === "running")).toMatchObject({
    problem: null,
  });
  const examined = await one.virtray("doctor", "--json");
  expect([examined.stderr, JSON.parse(examined.stdout)]).toEqual(["", expect.any(Array)]);
}

it.each(caches)(
  "starts machines and examines the computer with a cache that %s",
  async (_title, make) => {
    const undo = await make(join(instance.folder, "cache"));
    try {
      await startAndExamine(instance);
    } finally {
      await instance.virtray("kill", "web");
      await undo();
    }
  },
);

it("starts machines and examines the computer with a cache that is root’s", async () => {
  const uid = 54_321;
  const as = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
  const other = makeInstance({ uid, command: [...as, process.execPath, program] });
  try {
    mkdirSync(join(other.folder, "cache"), { mode: 0o700 });
    await startAndExamine(other);
  } finally {
    await other.close();
  }
});
