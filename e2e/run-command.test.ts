import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Instance } from "./rig/command.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { makePlace, type Place } from "./rig/images/place.ts";
import { until } from "./rig/until.ts";

/** Commands in machines of their own, of a template of a tiny guest that is warmed on the way. */
const program = join(import.meta.dirname, "../build/virtray.mjs");
const size = ["--memory", "128", "--cpus", "1"] as const;
let place: Place;
let instance: Instance;
let machinesFolder: string;
let trashFolder: string;
let run: readonly string[];

beforeAll(async () => {
  place = await makePlace();
  ({ instance } = place);
  machinesFolder = join(instance.folder, "data/virtray/machines");
  trashFolder = join(instance.folder, "data/virtray/trash");
  for (const each of [machinesFolder, trashFolder]) {
    mkdirSync(each, { recursive: true, mode: 0o700 });
  }
  await instance.json("lan", "up");
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", wake: true });
  await instance.json("template", "add", "tiny", "--from", image, "--user", "root");
  // The private key is found beside the public one.
  const key = join(instance.folder, "key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  run = [program, "run", "--rm", "--key", `${key}.pub`, ...size, "tiny"];
});
afterAll(() => place?.close());

/** Whether a process works for a machine: its QEMU, or the ssh of its command. */
function isProcessLeft(): boolean {
  return readdirSync("/proc").some((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`${machinesFolder}/`);
    } catch {
      return false;
    }
  });
}

/** Whether nothing is left of any machine: no file, no process, and nothing in the trash. */
const isNothingLeft = () =>
  [machinesFolder, trashFolder].every((folder) => readdirSync(folder).length === 0) &&
  !isProcessLeft();

const start = (...words: readonly string[]) =>
  spawn(process.execPath, [...run, "--", ...words], {
    ...{ env: instance.env, stdio: ["ignore", "pipe", "inherit"] },
  });

it.each(["boots", "is warmed"])(
  "passes all on, and leaves nothing, if the template %s",
  async (how) => {
    if (how === "is warmed") await instance.json("template", "warm", "tiny", ...size);
    const done = await execa(
      process.execPath,
      [...run, "--", "sh", "-c", 'cat; echo "$1" >&2; exit 7', "it", "it's $HOME"],
      { env: instance.env, extendEnv: false, input: "typed\n", reject: false },
    );
    expect([done.exitCode, done.stdout, done.stderr]).toEqual([7, "typed", "it's $HOME"]);
    expect(isNothingLeft()).toBe(true);
  },
  90_000,
);

it("passes Ctrl-C to the command", async () => {
  const command = `trap 'echo caught; exit 42' INT; echo there; while :; do sleep 1; done`;
  const words = [process.execPath, ...run, "--", "sh", "-c", `"${command}"`].join(" ");
  const child = spawn("script", ["-qec", words, "/dev/null"], {
    ...{ env: instance.env, stdio: ["pipe", "pipe", "inherit"] },
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  const ended = once(child, "exit");
  await until("the command", () => said.includes("there"));
  child.stdin.write("\x03");
  expect([await ended, said]).toEqual([[42, null], expect.stringContaining("caught")]);
  expect(isNothingLeft()).toBe(true);
});

it("leaves nothing when it is killed while the command runs", async () => {
  const child = start("sh", "-c", "echo there; sleep 999");
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  expect([String(said), isProcessLeft()]).toEqual(["there\n", true]);
  child.kill("SIGKILL");
  await until("the end of the machine", isNothingLeft);
});

it.each([
  ["created", "data/virtray/machines", "SIGKILL"],
  ["started", "run/virtray", "SIGTERM"],
] as const)(
  "leaves nothing when it is ended while its machine is being %s",
  async (_, moment, signal) => {
    const folder = join(instance.folder, moment);
    // Locks, too, come and go there; a machine's names have its id.
    const names = () => readdirSync(folder).filter((name) => /[0-9a-f-]{36}/.test(name));
    const before = new Set(names());
    const child = start("sleep", "999");
    await until("a trace of the machine", () => names().some((name) => !before.has(name)));
    child.kill(signal);
    await until("the end of the machine", isNothingLeft);
  },
  90_000,
);
