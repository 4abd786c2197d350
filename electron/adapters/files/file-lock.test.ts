import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { lockHolder, withLock } from "./file-lock.ts";

let folder: string;
let lock: string;

const busy = () => appError("machine-busy", { name: "m" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  lock = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a lock", () => {
  it("keeps a second taker out, also one in the same process, and says who has it", async () => {
    const outcome = await withLock(lock, "start", 0, busy, async () => {
      expect(await lockHolder(lock)).toMatchObject({ pid: process.pid, purpose: "start" });
      return ok(await withLock(lock, "second", 0, busy, async () => ok("in")));
    });
    expect(outcome).toEqual(ok({ ok: false, error: busy() }));
    expect(await lockHolder(lock)).toBeNull();
    expect(await withLock(lock, "third", 0, busy, async () => ok("in"))).toEqual(ok("in"));
  });

  it("is waited for as long as others take it one after the other, each for a short time", async () => {
    const [holdMs, waitMs] = [400, 1200];
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, holdMs));
      return ok("in");
    };
    const takers = Array.from({ length: 6 }, () =>
      withLock(lock, "one of six", waitMs, busy, work),
    );
    expect(await Promise.all(takers)).toEqual(takers.map(() => ok("in")));
  });

  it("is free again after work that throws", async () => {
    const outcome = await withLock(lock, "start", 0, busy, async () => {
      throw new Error("broken");
    });
    expect(outcome).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(await lockHolder(lock)).toBeNull();
  });

  it.each([
    ["of a process that is gone", { pid: 4_000_000, startTicks: 5, purpose: "start" }],
    ["of a process whose number was reused", { pid: 1, startTicks: 1, purpose: "start" }],
    ["with junk in it", "not json {"],
  ])("%s is free", async (_title, content) => {
    mkdirSync(lock);
    writeFileSync(join(lock, "7"), typeof content === "string" ? content : JSON.stringify(content));
    expect(await lockHolder(lock)).toBeNull();
    expect(await withLock(lock, "next", 0, busy, async () => ok("in"))).toEqual(ok("in"));
    expect(readdirSync(lock)).toEqual(["8"]);
  });
});
