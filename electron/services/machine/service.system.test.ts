import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  foreignQemu,
  makeMachines,
  qemuProcesses,
  runtimeOf,
  type TestMachines,
} from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import { askQmp } from "../../adapters/qemu/qmp-client.ts";
import { appError, fail, ok } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";

let test: TestMachines;

beforeEach(() => {
  test = makeMachines();
});

afterEach(() => test.close());

const withoutLan = (name: string) => ok({ warning: appError("machine-without-lan", { name }) });

/** Ends a process without telling any service. */
function murder(pid: number | null): void {
  if (pid === null) throw new Error("there is nothing to kill");
  process.kill(pid, "SIGKILL");
}

describe("a machine's day", () => {
  it("goes from stopped over running and paused to stopped", async () => {
    const { id, network } = await test.add("web");
    expect(await test.view(id)).toMatchObject({
      name: "web",
      status: "stopped",
      address: "192.168.100.1",
      pid: null,
      problem: null,
    });

    expect(await test.machines.start(id)).toEqual(withoutLan("web"));
    const running = await test.view(id);
    expect(running).toMatchObject({
      status: "running",
      reachable: null,
      mac: network.mac,
      accelerator: { kind: "tcg", reason: null },
      problem: null,
    });
    expect(qemuProcesses(id)).toEqual([running.pid]);
    expect(Math.abs((running.startedAt ?? 0) - Date.now())).toBeLessThan(30_000);

    expect(await test.machines.pause(id)).toEqual(ok(undefined));
    expect((await test.view(id)).status).toBe("paused");
    expect(await test.machines.resume(id)).toEqual(ok(undefined));
    expect((await test.view(id)).status).toBe("running");

    expect(await test.machines.delete(id)).toMatchObject({
      ok: false,
      error: { code: "machine-running" },
    });
    expect(await test.machines.kill(id)).toEqual(ok(undefined));
    expect(await test.view(id)).toMatchObject({ status: "stopped", pid: null, problem: null });
    expect(qemuProcesses(id)).toEqual([]);

    expect(await test.machines.delete(id)).toEqual(ok(undefined));
    expect(await test.machines.list()).toEqual({ machines: [], broken: [] });
    expect(readFileSync(join(test.folder, "web.qcow2")).length).toBeGreaterThan(0);
  });

  it("is refused where it makes no sense", async () => {
    const { id } = await test.add("web");
    for (const action of ["stop", "kill", "pause", "resume"] as const) {
      expect(await test.machines[action](id)).toMatchObject({
        ok: false,
        error: { code: "machine-not-running", params: { name: "web" } },
      });
    }
    await test.machines.start(id);
    expect(await test.machines.start(id)).toEqual(
      fail("machine-running", { name: "web", wish: "start" }),
    );
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(await test.machines.start(nobody)).toMatchObject({
      ok: false,
      error: { code: "machine-unknown" },
    });
  });

  it("reaches each watcher, also changes by other programs", async () => {
    const { id } = await test.add("web");
    let changes = 0;
    const end = test.machines.watch(() => {
      changes += 1;
    });
    try {
      const statusBecomes = (status: string) =>
        until(status, async () => {
          // It refreshes on request only: a change that is not reported is never seen.
          const told = changes;
          const view = await test.view(id);
          if (view.status === status) return view;
          await until(`a change towards ${status}`, () => changes > told);
          return null;
        });
      const other = test.another();
      await test.machines.list();
      expect(await other.start(id)).toEqual(withoutLan("web"));
      const { pid } = await statusBecomes("running");
      await other.pause(id);
      await statusBecomes("paused");
      await other.resume(id);
      await statusBecomes("running");
      murder(pid);
      expect((await statusBecomes("failed")).problem).toEqual(
        appError("machine-killed", { name: "web" }),
      );
      await other.delete(id);
      await until("it to be gone", async () => (await test.machines.list()).machines.length === 0);
    } finally {
      end();
    }
  });
});

describe("several programs at once", () => {
  it("start a machine exactly once", async () => {
    const { id } = await test.add("web");
    const starters = [test.machines, ...Array.from({ length: 7 }, () => test.another())];
    const results = await Promise.all(starters.map((machines) => machines.start(id)));
    expect(results.filter((result) => result.ok)).toEqual([withoutLan("web")]);
    const codes = results.flatMap((result) => (result.ok ? [] : [result.error.code]));
    expect(codes.filter((code) => code !== "machine-busy" && code !== "machine-running")).toEqual(
      [],
    );
    expect(qemuProcesses(id)).toHaveLength(1);
    expect((await test.view(id)).status).toBe("running");
  });

  it("twenty machines started at once all run, each once", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `m${index}`);
    const added = await Promise.all(names.map((name) => test.add(name)));
    const started = await Promise.all(added.map(({ id }) => test.machines.start(id)));
    expect(started).toEqual(names.map(withoutLan));
    const { machines } = await test.machines.list();
    expect(machines.map(({ status }) => status)).toEqual(names.map(() => "running"));
    expect(machines.map(({ id }) => qemuProcesses(id))).toEqual(machines.map(({ pid }) => [pid]));
  });

  it("add machines with different names, addresses and disks", async () => {
    const names = ["a", "b", "c", "d"];
    const added = await Promise.all(names.map((name) => test.add(name)));
    expect(new Set(added.map(({ network }) => network.address)).size).toBe(4);
    const path = await test.disk("same.qcow2");
    const same = await Promise.allSettled(
      names.map((name) => test.add(`${name}2`, { disk: path })),
    );
    expect(same.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("ask the same machine without disturbing each other", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    const end = test.machines.watch(() => {});
    try {
      const others = Array.from({ length: 6 }, () => test.another());
      const seen = await Promise.all(
        [test.machines, ...others].map(async (machines) => (await machines.list()).machines[0]),
      );
      expect(seen.map((view) => [view?.status, view?.problem])).toEqual(
        Array.from({ length: 7 }, () => ["running", null]),
      );
    } finally {
      end();
    }
  });
});

describe("more machines than ports", () => {
  it("fails with a sentence, and does not hang", async () => {
    const [one, two] = [await test.add("one"), await test.add("two")];
    const small = test.another({ mostRunning: 1 });
    expect((await small.start(one.id)).ok).toBe(true);
    expect(await small.start(two.id)).toEqual({
      ok: false,
      error: appError("machine-too-many", { most: 1 }),
    });
    expect(qemuProcesses(two.id)).toEqual([]);
  });
});

describe("a stale or reused pid", () => {
  it("is never killed", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    await test.machines.kill(id);
    const bystander = spawn("sleep", ["600"]);
    try {
      await once(bystander, "spawn");
      writeFileSync(runtimeOf(test, id).qemu.pidFile, `${bystander.pid}\n`);
      expect(await test.machines.kill(id)).toMatchObject({
        ok: false,
        error: { code: "machine-not-running" },
      });
      expect(await test.view(id)).toMatchObject({ status: "failed", pid: null });
      expect((await test.machines.start(id)).ok).toBe(true);
      expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    } finally {
      bystander.kill("SIGKILL");
    }
  });
});

describe("a QEMU that is stopped or silent", () => {
  it("keeps no other request waiting, and can be ended", async () => {
    const [frozen, well] = [await test.add("frozen"), await test.add("well")];
    await test.machines.start(frozen.id);
    await test.machines.start(well.id);
    const { pid } = await test.view(frozen.id);
    process.kill(pid ?? 0, "SIGSTOP");

    const before = Date.now();
    const { machines } = await test.machines.list();
    expect(Date.now() - before).toBeLessThan(15_000);
    expect(machines.map(({ name, status, problem }) => [name, status, problem?.code])).toEqual([
      ["frozen", "running", "machine-not-answering"],
      ["well", "running", undefined],
    ]);
    expect(await test.machines.pause(frozen.id)).toMatchObject({
      ok: false,
      error: { code: "machine-not-answering" },
    });
    expect(await test.machines.pause(well.id)).toEqual(ok(undefined));
    expect(await test.machines.kill(frozen.id)).toEqual(ok(undefined));
    expect(await test.view(frozen.id)).toMatchObject({ status: "stopped", problem: null });
    expect(qemuProcesses(frozen.id)).toEqual([]);
  });

  it("is found again by a lasting watch once it goes on", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    const end = test.machines.watch(() => {});
    try {
      const { pid } = await test.view(id);
      process.kill(pid ?? 0, "SIGSTOP");
      expect((await test.view(id)).problem?.code).toBe("machine-not-answering");
      process.kill(pid ?? 0, "SIGCONT");
      await until("its answer", async () => (await test.view(id)).problem === null);
    } finally {
      end();
    }
  });
});

describe("an unexpected end", () => {
  it.each([1, 2, 3, 4, 5])(
    "is said, and with the next start all is well again: round %i",
    async () => {
      const { id } = await test.add("web");
      await test.machines.start(id);
      const seen: MachineView[] = [];
      murder((await test.view(id)).pid);
      await until("its end", async () => {
        seen.push(await test.view(id));
        return seen.at(-1)?.status !== "running";
      });
      // As long as the end is not known nothing is wrong: a QEMU that ends has not gone silent.
      expect(new Set(seen.slice(0, -1).map(({ problem }) => problem))).toEqual(
        new Set(seen.length > 1 ? [null] : []),
      );
      expect(seen.at(-1)).toMatchObject({
        status: "failed",
        pid: null,
        problem: { code: "machine-killed", params: { name: "web" } },
      });
      expect((await test.machines.start(id)).ok).toBe(true);
      expect(await test.view(id)).toMatchObject({ status: "running", problem: null });
    },
  );

  it("is not reported if a program told QEMU to end", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    await askQmp(runtimeOf(test, id).qemu.commandQmp, "quit");
    await until("its end", () => qemuProcesses(id).length === 0);
    expect(await test.view(id)).toMatchObject({ status: "stopped", problem: null });
  });
});

describe("a disk that is", () => {
  it("locked by a foreign QEMU is not added, nor started from; the culprit is named", async () => {
    const { id } = await test.add("web");
    const path = join(test.folder, "web.qcow2");
    const other = await test.disk("other.qcow2");
    const holders = [await foreignQemu(path), await foreignQemu(other)];
    try {
      const inUse = (disk: string, index: number) => ({
        ok: false,
        error: {
          code: "disk-in-use",
          params: { path: disk, by: `qemu-system-x86 (${holders[index]?.pid})` },
        },
      });
      expect(await test.machines.start(id)).toMatchObject(inUse(path, 0));
      expect(await test.view(id)).toMatchObject({
        status: "failed",
        problem: { code: "disk-in-use" },
      });
      await expect(test.add("second", { disk: other })).rejects.toThrow("disk-in-use");
    } finally {
      for (const holder of holders) holder.kill("SIGKILL");
      await Promise.all(holders.map((holder) => once(holder, "exit")));
    }
    expect((await test.machines.start(id)).ok).toBe(true);
  });

  it("missing at the start is said, and nothing runs", async () => {
    const { id, disk } = await test.add("web");
    rmSync(disk.path);
    expect(await test.machines.start(id)).toEqual({
      ok: false,
      error: appError("disk-missing", { path: disk.path }),
    });
    expect((await test.view(id)).status).toBe("failed");
    expect(qemuProcesses(id)).toEqual([]);
  });

  it.each([
    "with, comma.qcow2",
    "with blank .qcow2",
    "with \"quote' and \\.qcow2",
    "mit Ümläut ✓.qcow2",
    "-leading,id=x.qcow2",
    "json:{}.qcow2",
    `${"long".repeat(60)}.qcow2`,
  ])("named %j works", async (name) => {
    const { id } = await test.add("web", { disk: await test.disk(name) });
    expect((await test.machines.start(id)).ok).toBe(true);
    expect((await test.view(id)).status).toBe("running");
  });

  it("over-long or somewhere else is refused", async () => {
    await expect(test.add("web", { disk: `/${"x".repeat(5000)}` })).rejects.toThrow(
      "disk-path-invalid",
    );
    await expect(test.add("web", { disk: `/${"x".repeat(300)}` })).rejects.toThrow(
      "disk-path-invalid",
    );
    await expect(test.add("web", { disk: test.folder })).rejects.toThrow("disk-path-invalid");
    await expect(test.add("web", { disk: "/dev/null" })).rejects.toThrow("disk-path-invalid");
    expect(await test.machines.list()).toEqual({ machines: [], broken: [] });
  });
});

describe("a guest that ignores the power button", () => {
  it("goes on after the time-out; meanwhile everybody sees it stopping", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    const stopping = test.machines.stop(id, { timeoutSeconds: 2 });
    const seen = await until("stopping", async () => {
      const [view] = (await test.another().list()).machines;
      return view?.status === "stopping" ? view : null;
    });
    expect((seen.stopDeadline ?? 0) - Date.now()).toBeLessThanOrEqual(2000);
    expect(await stopping).toEqual({
      ok: false,
      error: appError("machine-stop-timeout", { name: "web", seconds: 2 }),
    });
    expect(await test.view(id)).toMatchObject({ status: "running", stopDeadline: null });
  });

  it("can be waited for no longer", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    const abort = new AbortController();
    const stopping = test.machines.stop(id, { signal: abort.signal });
    await until("stopping", async () => (await test.view(id)).status === "stopping");
    abort.abort();
    expect(await stopping).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect((await test.view(id)).status).toBe("running");
  });

  it("hears it while paused, too: it is let go on first", async () => {
    const { id } = await test.add("web");
    await test.machines.start(id);
    await test.machines.pause(id);
    expect(await test.machines.stop(id, { timeoutSeconds: 0 })).toMatchObject({ ok: false });
    expect((await test.view(id)).status).toBe("running");
  });
});

describe("a machine file that is", () => {
  it.each([
    ["corrupt", "{ not json", "machine-file-corrupt"],
    ["empty", "", "machine-file-corrupt"],
    ["of a newer version", '{"version": 99, "shape": "unknown"}', "machine-file-newer"],
    ["of another folder", null, "machine-file-corrupt"],
  ])("%s is shown as broken and left alone, the others work", async (_title, content, code) => {
    const { id } = await test.add("well");
    const text = content ?? readFileSync(join(test.paths.machines, id, "machine.json"), "utf8");
    const path = join(test.paths.machines, "11111111-1111-4111-8111-111111111111/machine.json");
    mkdirSync(dirname(path));
    writeFileSync(path, text);

    const { machines, broken } = await test.machines.list();
    expect(machines.map(({ name }) => name)).toEqual(["well"]);
    expect(broken).toMatchObject([{ id: path.split("/").at(-2), path, problem: { code } }]);
    expect((await test.machines.start(id)).ok).toBe(true);
    await test.add("another");
    expect(await test.machines.start(broken[0]?.id ?? "")).toMatchObject({
      ok: false,
      error: { code },
    });
    expect(await test.machines.delete(broken[0]?.id ?? "")).toMatchObject({ ok: false });
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("corrupt after it was good is taken back from its backup, and the corrupt one is kept", async () => {
    const well = await test.add("well");
    const path = join(test.paths.machines, well.id, "machine.json");
    writeFileSync(path, "{ torn");
    const { broken } = await test.machines.list();
    expect(broken).toMatchObject([{ id: well.id, backup: { name: "well" } }]);

    expect(await test.machines.recover(well.id)).toEqual(
      ok({ name: "well", kept: `${path}.broken` }),
    );
    expect((await test.view(well.id)).definition).toEqual(well);
    expect(readFileSync(`${path}.broken`, "utf8")).toBe("{ torn");
    expect(await test.machines.recover(well.id)).toEqual({
      ok: false,
      error: appError("file-not-broken", { path }),
    });
  });

  it("corrupt is not taken back over one that has got its name meanwhile", async () => {
    const { id } = await test.add("well");
    const path = join(test.paths.machines, id, "machine.json");
    writeFileSync(path, "{ torn");
    await test.add("well", { disk: await test.disk("another.qcow2") });
    expect(await test.machines.recover(id)).toEqual({
      ok: false,
      error: appError("machine-name-taken", { name: "well" }),
    });
    expect(readFileSync(path, "utf8")).toBe("{ torn");
  });

  it("of a newer version is not replaced by its backup", async () => {
    const { id } = await test.add("well");
    const path = join(test.paths.machines, id, "machine.json");
    writeFileSync(path, '{"version": 99}');
    const { broken } = await test.machines.list();
    expect(broken).toMatchObject([{ backup: null, problem: { code: "machine-file-newer" } }]);
    expect(await test.machines.recover(id)).toMatchObject({
      error: { code: "machine-file-newer" },
    });
    expect(readFileSync(path, "utf8")).toBe('{"version": 99}');
  });

  it("of an older version is read as it is, and written anew with the next change", async () => {
    const { id, ...rest } = await test.add("well");
    const path = join(test.paths.machines, id, "machine.json");
    const old = JSON.stringify({ ...rest, id, version: 1 });
    writeFileSync(path, old);
    expect((await test.view(id)).definition).toEqual({ ...rest, id });
    expect(readFileSync(path, "utf8")).toBe(old);
    const autostart = { when: "always", order: 7 } as const;
    expect(await test.machines.setAutostart(id, autostart)).toEqual(ok(undefined));
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ ...rest, id, autostart });
  });
});
