import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { until } from "../../../e2e/rig/until.ts";
import { askQmp, connectQmp, type QmpClient } from "./qmp-client.ts";

let folder: string;
let path: string;
let qemu: ChildProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "qmp-"));
  path = join(folder, "qmp");
  qemu = spawn(
    "qemu-system-x86_64",
    [
      ...["-S", "-nodefaults", "-display", "none", "-accel", "tcg", "-m", "32"],
      ...["-qmp", `unix:${path},server=on,wait=off`],
    ],
    { stdio: "ignore" },
  );
  await until("QMP", async () => (await askQmp(path, "query-name")).ok);
});

afterEach(async () => {
  if (qemu.exitCode === null && qemu.signalCode === null) {
    qemu.kill("SIGKILL");
    await once(qemu, "exit");
  }
  rmSync(folder, { recursive: true });
});

async function connected(options: Parameters<typeof connectQmp>[1] = {}): Promise<QmpClient> {
  const client = await connectQmp(path, options);
  if (!client.ok) throw new Error(client.error.description);
  return client.value;
}

it("talks with a real QEMU: answers, refusals, events", async () => {
  const events: string[] = [];
  const client = await connected({ onEvent: ({ name }) => events.push(name) });
  expect(await client.execute("query-status")).toMatchObject({
    ok: true,
    value: { status: "prelaunch", running: false },
  });
  expect(await client.execute("netdev_del", { id: "none" })).toMatchObject({
    ok: false,
    error: { kind: "refused", class: "DeviceNotFound", request: { arguments: { id: "none" } } },
  });
  expect(await client.execute("no-such-command")).toMatchObject({
    ok: false,
    error: { kind: "refused", class: "CommandNotFound" },
  });
  await client.execute("cont");
  await client.execute("stop");
  await until("both events", () => events.includes("RESUME") && events.includes("STOP"));
  client.close();
});

it("reads the longest answer that QEMU has", async () => {
  const client = await connected();
  const schema = await client.execute("query-qmp-schema");
  expect(schema.ok && JSON.stringify(schema.value).length).toBeGreaterThan(100_000);
  client.close();
});

it("gets no greeting while another client has the socket, and one after it has gone", async () => {
  const first = await connected();
  expect(await connectQmp(path, { timeoutMs: 200 })).toMatchObject({
    ok: false,
    error: { kind: "timeout", request: null },
  });
  first.close();
  (await connected()).close();
});

it("serves a crowd one after the other", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => askQmp(path, "query-kvm")));
  expect(answers.filter((answer) => !answer.ok)).toEqual([]);
});

it("does not hang at a QEMU that is stopped, nor at one that dies", async () => {
  let closed = 0;
  const client = await connected({
    onClose: () => {
      closed += 1;
    },
  });
  qemu.kill("SIGSTOP");
  expect(await client.execute("query-status", {}, 200)).toMatchObject({
    ok: false,
    error: { kind: "timeout" },
  });
  const pending = client.execute("query-status");
  qemu.kill("SIGKILL");
  expect(await pending).toMatchObject({ ok: false, error: { kind: "lost" } });
  await until("the end to be told", () => closed === 1);
});
