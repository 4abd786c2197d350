import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, createReadStream, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ActionJson, MachineJson } from "../../contract/app/cli.ts";

let instance: Instance;
beforeAll(async () => {
  instance = makeInstance();
  for (const name of ["web", "db"]) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  }
  await add("web");
});
afterAll(() => instance?.close());

const add = (name: string) => {
  const disk = join(instance.folder, `${name}.qcow2`);
  return instance.json("add", name, "--disk", disk, "--memory", "32", "--accel", "tcg");
};

/** Gives a pipe its smallest size, a page, and returns how many bytes wait in it. */
async function waitingIn(pipe: string): Promise<number> {
  const ask = [
    "import fcntl, os, struct, sys, termios",
    "end = os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK)",
    "fcntl.fcntl(end, 1031, 4096)",
    "print(struct.unpack('i', fcntl.ioctl(end, termios.FIONREAD, bytes(4)))[0])",
  ];
  const { stdout } = await execa("python3", ["-c", ask.join("\n"), pipe]);
  return Number(stdout);
}

interface Line {
  readonly event: string;
  readonly machine: MachineJson;
}

it("writes a line for each change, and ends by a signal", async () => {
  const program = join(import.meta.dirname, "../../../build/virtray.mjs");
  const watching = execa(process.execPath, [program, "watch", "--json"], { env: instance.env });
  const lines: Line[] = [];
  createInterface({ input: watching.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
  });
  const told = (event: string, name: string, is: (machine: MachineJson) => boolean = () => true) =>
    until(`${event} ${name}`, async () =>
      lines.some((line) => line.event === event && line.machine.name === name && is(line.machine)),
    );
  await told("present", "web");
  await add("db");
  await told("added", "db");
  await instance.json("mark", "web", "--tag", "prod", "--note", "mine");
  await told("changed", "web", ({ tags, note }) => tags[0] === "prod" && note === "mine");
  await instance.json("start", "--tag", "prod");
  await told("changed", "web", ({ status }) => status === "running");
  await instance.json("delete", "db");
  await told("removed", "db");
  watching.kill("SIGINT");
  expect((await watching).exitCode).toBe(0);
});

it("is not held up by a reader that reads nothing, which gets the last state afterwards", async () => {
  const program = join(import.meta.dirname, "../../../build/virtray.mjs");
  const pipe = join(instance.folder, "unread");
  await execa("mkfifo", [pipe]);
  // A reader that has opened the pipe, and reads nothing.
  const held = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  expect(await waitingIn(pipe)).toBe(0);
  const output = openSync(pipe, constants.O_WRONLY);
  const watching = spawn(process.execPath, [program, "watch", "--json"], {
    ...{ env: instance.env, stdio: ["ignore", output, "pipe"] },
  });
  const ended = once(watching, "exit");
  let said = "";
  watching.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  closeSync(output);
  try {
    let count = 0;
    const change = () => {
      count += 1;
      return instance.json("mark", "web", "--note", `${count} ${"x".repeat(190)}`);
    };
    const resident = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${watching.pid}/status`, "utf8"))?.[1]);
    await until("a line in the pipe", async () => (await waitingIn(pipe)) > 0);
    await until("the pipe to be full", async () => {
      await change();
      return (await waitingIn(pipe)) > 3000;
    });
    const full = count;
    const before = resident();
    await instance.json("kill", "web");
    while (count < full + 50) await change();
    await instance.json("start", "web");
    expect(resident() - before).toBeLessThan(20 * 1024);
    const lines: Line[] = [];
    const reader = createInterface({ input: createReadStream(pipe) });
    reader.on("line", (line) => lines.push(JSON.parse(line) as Line));
    await until("the last state", async () => {
      const last = lines.at(-1)?.machine;
      return last?.note?.startsWith(`${count} `) === true && last.status === "running";
    });
    // The pipe and one buffer of 16 KiB were full: what came later was kept nowhere.
    expect([lines.length < full + 45, said]).toEqual([true, ""]);
  } finally {
    // A thread that waits for the pipe ends with its last writer.
    closeSync(held);
    watching.kill("SIGINT");
  }
  expect(await ended).toEqual([0, null]);
});

it("chooses machines by a tag, or all that the command fits", async () => {
  const named = async (...args: readonly string[]) =>
    (await instance.json<readonly ActionJson[]>(...args)).map(({ name }) => name);
  await add("db");
  expect(await named("start", "--tag", "prod")).toEqual([]);
  expect(await named("start", "--all")).toEqual(["db"]);
  expect(await named("stop", "--timeout", "0", "--tag", "nobody")).toEqual([]);
  expect((await instance.virtray("start", "web", "--all")).exitCode).toBe(2);
  expect((await instance.virtray("stop")).exitCode).toBe(2);
});

it("lists machines for Ansible", async () => {
  const found = await instance.json<Record<string, unknown>>("inventory", "--list");
  expect(found).toMatchObject({
    virtray: { hosts: ["db", "web"] },
    tag_prod: { hosts: ["web"] },
    _meta: { hostvars: { web: { ansible_host: "192.168.100.1" } } },
  });
  const web = await instance.json("inventory", "--host", "web");
  expect(web).toMatchObject({ ansible_host: "192.168.100.1" });
  expect((await instance.virtray("inventory")).exitCode).toBe(2);
});
