import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CommandOutcome, type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { machineRuntime } from "../../adapters/qemu/runtime.ts";
import type { MachineDetailJson } from "../../contract/app/cli.ts";

/** A title, a cleared screen, C1's CSI, reversed text, and a line that imitates one of ours. */
const hostile = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egpj\nSTATUS  running";
/** The characters that may not reach a terminal: all controls but our own line ends. */
const obeyed = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
let instance: Instance;
let id: string;

/**
 * Runs a command for people and for programs, checks that neither output has a control, and returns
 * both.
 */
async function clean(...args: readonly string[]): Promise<readonly CommandOutcome[]> {
  const outcomes = [await instance.virtray(...args), await instance.virtray(...args, "--json")];
  for (const { stdout, stderr } of outcomes) {
    expect(`${stdout}${stderr}`).not.toMatch(obeyed);
    expect(`${stdout}\n${stderr}`.split("\n")).not.toContain("STATUS  running");
  }
  return outcomes;
}

beforeAll(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, `${hostile.replaceAll("/", "")}.qcow2`);
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await execa("qemu-img", ["snapshot", "-c", hostile.replace("\n", " "), disk]);
  ({ id } = await instance.json<MachineDetailJson>(
    ...["add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg"],
  ));
});
afterAll(() => instance?.close());

it("shows the names of paths, snapshots, logs and broken folders without controls for a terminal", async () => {
  await instance.json("start", "web");
  const paths = pathsFrom(instance.env, 0);
  appendFileSync(machineRuntime(paths, id).qemuLog, `${hostile.replace("\n", " ")}\n`);
  const folder = join(paths.machines, hostile);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "machine.json"), hostile);
  const [shown] = await clean("show", "web");
  expect(shown?.stdout).toContain("\\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u{202e}gpj");
  const [listed] = await clean("list");
  expect(listed?.stdout).toContain("\\x1b[2J");
  const [snapshots] = await clean("snapshot", "list", "web");
  expect(snapshots?.stdout).toContain("\\x1b[2J");
  await clean("disk", "list", "web");
  await clean("doctor");
  await instance.json("kill", "web");
});

it("reports a hostile project file, URL, server and word without controls for a terminal", async () => {
  const project = join(instance.folder, "virtray.yaml");
  writeFileSync(project, `machines:\n  ${JSON.stringify(hostile)}:\n    template: x\n`);
  const [refused] = await clean("up", "--file", project);
  expect(refused?.exitCode).toBe(1);
  expect(refused?.stderr).toContain("U+009B");
  const server = createServer((_request, response) => {
    response.writeHead(302, { location: "/\u009b31m" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await clean("template", "add", "evil", "--url", `http://127.0.0.1:${port}/${hostile}`);
  await clean("template", "add", "evil", "--url", `http://127.0.0.1:${port}/x`);
  await new Promise((resolve) => server.close(resolve));
  const [unknown] = await clean("show", hostile);
  expect(unknown?.stderr).toContain("\\x1b[2J");
  const [wrong] = await clean(`--${hostile}`);
  expect(wrong?.exitCode).toBe(2);
  await clean("list", `--${hostile}`);
  await clean("complete", "--", hostile);
});
