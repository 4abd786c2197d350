import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { isLongForm, stepToTry } from "../../../e2e/rig/forms.mjs";
import type { MachineJson } from "../../contract/app/cli.ts";

const project = join(import.meta.dirname, "../../..");
let instance: Instance;

beforeEach(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await instance.json("start", "web");
});
afterEach(() => instance.close());

/** Runs the command and kills it right before its change number `at` of files; true: it was killed. */
async function killed(at: number, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join(project, "build/virtray.mjs"), ...args], {
    env: {
      ...instance.env,
      NODE_OPTIONS: `--import=${pathToFileURL(join(project, "e2e/rig/kill-at.mjs"))}`,
      KILL_BELOW: join(instance.folder, "data"),
      KILL_AT: String(at),
    },
    stdio: "ignore",
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal === "SIGKILL";
}

const web = async () => {
  const [machine] = await instance.json<readonly MachineJson[]>("list");
  if (machine === undefined) throw new Error("it is not listed");
  return machine;
};

it("a kill at any moment of suspending and resuming loses nothing, and a retry works", async () => {
  let pid = (await web()).pid;
  const goesOn = async () => {
    const now = await web();
    // Whatever was done, the guest lives, or its memory is on the disk.
    expect(["running", "paused", "suspended"]).toContain(now.status);
    if (now.status === "suspended") await instance.json("start", "web");
    else {
      expect(now.pid).toBe(pid);
      if (now.status === "paused") await instance.json("resume", "web");
    }
    const after = await web();
    expect(after.status).toBe("running");
    pid = after.pid;
  };
  const step = stepToTry(2);
  let suspends = 0;
  for (let at = 1; await killed(at, "suspend", "web"); at += step) {
    suspends += 1;
    await goesOn();
  }
  expect((await web()).status).toBe("suspended");
  let resumes = 0;
  for (let at = 1; await killed(at, "start", "web"); at += step) {
    resumes += 1;
    pid = (await web()).pid;
    await goesOn();
    await instance.json("suspend", "web");
  }
  expect((await web()).status).toBe("running");
  // Before, between and after the steps that count.
  expect(Math.min(suspends, resumes)).toBeGreaterThan(isLongForm ? 4 : 2);
});
