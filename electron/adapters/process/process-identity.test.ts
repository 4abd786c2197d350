import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { identifyProcess, parseStat } from "../../system/process-identity.ts";
import {
  identifySelf,
  isAlive,
  isEnding,
  parseLocks,
  pidFileHolder,
  readLocks,
  signalProcess,
  startedAt,
  whoHasOpen,
} from "./process-identity.ts";

describe("the identity of a process", () => {
  it("is read past a program name with blanks and brackets", () => {
    const rest = "1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 1";
    expect(parseStat(`42 (a) b (c)) S ${rest}`)).toEqual({ pid: 42, startTicks: 98765 });
    expect(parseStat(`42 (gone) Z ${rest}`)).toBeNull();
    expect(parseStat("")).toBeNull();
  });

  it("tells this process from another with the same number", async () => {
    const self = await identifySelf();
    expect(self.pid).toBe(process.pid);
    expect(await isAlive(self)).toBe(true);
    expect(await isAlive({ ...self, startTicks: self.startTicks + 1 })).toBe(false);
    const age = Date.now() - ((await startedAt(self)) ?? 0);
    expect(Math.abs(age - process.uptime() * 1000)).toBeLessThan(2500);
  });

  it("tells a process that ends from one that goes on", async () => {
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const identity = await identifyProcess(child.pid ?? 0);
    if (identity === null) throw new Error("there is no process");
    expect(await isEnding(identity)).toBe(false);
    expect(await isEnding({ ...identity, startTicks: identity.startTicks - 1 })).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await isEnding(identity)).toBe(true);
  });

  it("keeps a reused number from being signalled", async () => {
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const identity = await identifyProcess(child.pid ?? 0);
    if (identity === null) throw new Error("the child has no identity");
    expect(await signalProcess({ ...identity, startTicks: 1 }, "SIGKILL")).toBe(false);
    expect(await isAlive(identity)).toBe(true);
    const exit = once(child, "exit");
    expect(await signalProcess(identity, "SIGKILL")).toBe(true);
    await exit;
    expect(await identifyProcess(identity.pid)).toBeNull();
    expect(await signalProcess(identity, "SIGKILL")).toBe(false);
  });
});

describe("locks", () => {
  it("are read with all holders, and only write locks of the POSIX kind", () => {
    const text = `1: POSIX  ADVISORY  WRITE 100 00:1f:7 0 EOF
2: POSIX  ADVISORY  READ 101 00:1f:7 0 EOF
2: -> POSIX  ADVISORY  WRITE 102 00:1f:7 0 EOF
3: FLOCK  ADVISORY  WRITE 103 00:1f:7 0 EOF
4: OFDLCK ADVISORY  WRITE -1 fd:01:8 0 EOF
5: POSIX  ADVISORY  WRITE 104 fd:01:7 0 EOF
6: POSIX  MANDATORY WRITE 105 fd:01:9 0 EOF
`;
    expect([...parseLocks(text)]).toEqual([
      [7, [100, 104]],
      [9, [105]],
    ]);
  });

  it("do not exist for a pid file that nobody holds, even if its number lives", async () => {
    const folder = mkdtempSync(join(tmpdir(), "identity-"));
    try {
      const path = join(folder, "qemu.pid");
      writeFileSync(path, `${process.pid}\n`);
      expect(await pidFileHolder(path, await readLocks())).toBeNull();
      expect(await pidFileHolder(join(folder, "none"), await readLocks())).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("name who has a file open", async () => {
    const folder = mkdtempSync(join(tmpdir(), "identity-"));
    const path = join(folder, "disk");
    writeFileSync(path, "");
    const child = spawn("sleep", ["60"], { stdio: ["ignore", openSync(path, "r"), "ignore"] });
    try {
      await once(child, "spawn");
      expect(await whoHasOpen(path)).toContain(`sleep (${child.pid})`);
      expect(await whoHasOpen(join(folder, "none"))).toEqual([]);
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
  });
});
