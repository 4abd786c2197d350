import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { launchQemu } from "../../adapters/qemu/process.ts";
import { machineRuntime, prepareRuntime } from "../../adapters/qemu/runtime.ts";
import type { MachineDetailJson } from "../../contract/app/cli.ts";
import { buildQemuArgs } from "../../core/machine/qemu-args.ts";

/** A machine with a VNC display, and another user of the same computer. */
let instance: Instance;
const port = 5977;
const client = join(import.meta.dirname, "../../../e2e/rig/vnc-client.mjs");
const asOther = ["--reuid=4242", "--regid=4242", "--clear-groups"];

interface Handshake {
  readonly types: readonly number[];
  readonly result: number | null;
}

/** Returns how far another user gets with the VNC display. */
async function tryAsOther(password?: string): Promise<Handshake> {
  const words = [client, String(port), ...(password === undefined ? [] : [password])];
  const { stdout } = await execa("setpriv", [...asOther, process.execPath, ...words]);
  return JSON.parse(stdout) as Handshake;
}

const show = () => instance.json<MachineDetailJson>("show", "web");

/**
 * Returns every file of the instance with its content, as the other user reads it with all folders
 * open.
 */
async function readAsOther(): Promise<string> {
  for (const each of readdirSync(instance.folder, { recursive: true, withFileTypes: true })) {
    if (each.isDirectory()) chmodSync(join(each.parentPath, each.name), 0o755);
  }
  chmodSync(instance.folder, 0o755);
  const { stdout } = await execa("setpriv", [...asOther, "grep", "-rs", "", instance.folder], {
    reject: false,
  });
  return stdout;
}

/** Returns the result for another user who connects to sockets. */
async function connectAsOther(sockets: readonly string[]): Promise<readonly string[]> {
  const script = `const { connect } = require("node:net");
    Promise.all(process.argv.slice(1).map((path) => new Promise((resolve) => {
      connect(path).on("connect", () => resolve("connected")).on("error", ({ code }) => resolve(code));
    }))).then((told) => { console.log(JSON.stringify(told)); process.exit(0); });`;
  const { stdout } = await execa("setpriv", [
    ...asOther,
    ...[process.execPath, "-e", script, ...sockets],
  ]);
  return JSON.parse(stdout) as readonly string[];
}

beforeAll(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "64M"]);
  await instance.json(
    ...["add", "web", "--disk", disk, "--memory", "64", "--accel", "tcg", "--vnc", "77"],
  );
});
afterAll(() => instance?.close());

it("asks for a password that is new at each start, and tells it to its user alone", async () => {
  expect((await show()).vncPassword).toBeNull();
  await instance.json("start", "web");
  const { vncPassword: password, id, pid, problemCode } = await show();
  expect(password).toMatch(/^[2-9A-HJ-NP-Za-km-z]{8}$/);
  expect(problemCode).toBeNull();
  expect((await instance.virtray("show", "web")).stdout).toMatch(
    new RegExp(`^VNC password +${password}$`, "m"),
  );

  expect(await tryAsOther()).toEqual({ types: [2], result: null });
  expect((await tryAsOther("password")).result).toBe(1);
  expect((await tryAsOther(`x${password}`)).result).toBe(1);
  expect(await tryAsOther(password ?? "")).toEqual({ types: [2], result: 0 });

  const { qemu, qemuLog } = machineRuntime(pathsFrom(instance.env, 0), id);
  expect(statSync(qemu.vncPassword).mode & 0o777).toBe(0o600);
  expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).not.toContain(password);
  expect(readFileSync(qemuLog, "utf8")).not.toContain(password);
  const bundle = join(instance.folder, "bundle.tar.gz");
  await instance.json("doctor", "--bundle", bundle);
  expect((await execa("tar", ["-xzOf", bundle])).stdout).not.toContain(password);
  writeFileSync(join(instance.folder, "open.txt"), "for all", { mode: 0o644 });
  const seen = await readAsOther();
  expect(seen).toContain("for all");
  expect(seen).not.toContain(password);

  // Now every folder on the path lets others pass, and no socket does.
  const { appQmp, commandQmp, serial, vnc, agent } = qemu;
  const sockets = [appQmp, commandQmp, serial, vnc, agent];
  expect(await connectAsOther(sockets)).toEqual(sockets.map(() => "EACCES"));

  await instance.json("kill", "web");
  await instance.json("start", "web");
  const again = (await show()).vncPassword;
  expect(again).not.toBe(password);
  expect((await tryAsOther(password ?? "")).result).toBe(1);
  expect((await tryAsOther(again ?? "")).result).toBe(0);
  await instance.json("kill", "web");
  expect((await show()).vncPassword).toBeNull();
});

it("tells of a machine that an earlier version started, whose memory still loads", async () => {
  const { id, definition } = await show();
  const paths = pathsFrom(instance.env, 0);
  const runtime = machineRuntime(paths, id);
  prepareRuntime(paths, runtime, 0);
  const args = buildQemuArgs(definition, runtime.qemu, { kind: "tcg" }, null);
  // It had no devices yet by which a guest returns what it frees; they are the last options. Its objects
  // are new as well: the password, and the memory that folders are shared by.
  const former = args
    .slice(0, args.findIndex((word) => word.startsWith("virtio-balloon-pci")) - 1)
    .filter((word, index) => word !== "-object" && args[index - 1] !== "-object")
    .map((word) => word.replace(/,(?:password-secret|memory-backend)=[^,]*/, ""));
  expect(former.slice(-2)).toEqual(["-vnc", "127.0.0.1:77"]);
  expect((await launchQemu(former, runtime)).ok).toBe(true);
  expect(await show()).toMatchObject({ problemCode: "vnc-open", vncPassword: null });
  expect((await tryAsOther()).types).toEqual([1]);

  await instance.json("snapshot", "take", "web", "before");
  await instance.json("kill", "web");
  await instance.json("snapshot", "restore", "web", "before");
  const { status, problemCode, vncPassword } = await show();
  expect([status, problemCode]).toEqual(["running", null]);
  expect(await tryAsOther(vncPassword ?? "")).toEqual({ types: [2], result: 0 });
});
