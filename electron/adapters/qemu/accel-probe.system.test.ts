import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { appError } from "../../contract/errors/app-error.ts";
import { probeWord } from "../../core/machine/acceleration/acpi-probe-guest.ts";
import { findProgram } from "../process/find-program.ts";
import { probeKvm } from "./accel-probe.ts";

let folder: string;
let device: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kvm-"));
  device = join(folder, "kvm");
  writeFileSync(device, "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Puts a stand-in for QEMU first in PATH: a shell script that also counts its runs. */
function standIn(script: string): () => number {
  const path = join(folder, "qemu-system-x86_64");
  const runs = join(folder, "runs");
  writeFileSync(runs, "");
  writeFileSync(path, `#!/bin/sh\necho "$*" >> ${runs}\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  return () => readFileSync(runs, "utf8").trim().split("\n").filter(Boolean).length;
}

const probe = () => probeKvm(join(folder, "cache"), device);

describe("KVM", () => {
  it("absent", async () => {
    rmSync(device);
    const runs = standIn("exit 1");
    expect(await probe()).toEqual({ works: false, reason: appError("kvm-missing", {}) });
    expect(runs()).toBe(0);
    writeFileSync(device, "");
  });

  it.each([
    ["Could not access KVM kernel module: Permission denied", "kvm-denied"],
    ["Could not access KVM kernel module: No such file or directory", "kvm-missing"],
    ["ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy", "kvm-busy"],
    ["KVM: entry failed, hardware error 0x80000021", "kvm-guest-state"],
    ["something new", "kvm-broken"],
  ])("refused: %s", async (message, code) => {
    const runs = standIn(`echo '${message}' >&2; exit 1`);
    expect(await probe()).toMatchObject({ works: false, reason: { code } });
    // A verdict that may pass by itself is not kept.
    await probe();
    expect(runs()).toBe(code === "kvm-broken" ? 1 : 2);
  });

  it("aborting because of a register: without the feature it works", async () => {
    const runs = standIn(
      `case "$*" in
         *"host,-arch-capabilities"*) printf '${probeWord}'; exec sleep 60;;
         *) echo 'error: failed to set MSR 0x10a to 0x69' >&2; kill -ABRT $$;;
       esac`,
    );
    const verdict = { works: true, model: "host,-arch-capabilities" };
    expect(await probe()).toEqual(verdict);
    expect(await probe()).toEqual(verdict);
    expect(runs()).toBe(2);
  });

  it("working", async () => {
    standIn(`printf '${probeWord}'; exec sleep 60`);
    expect(await probe()).toEqual({ works: true, model: "host" });
  });

  it("hanging", async () => {
    standIn("exec sleep 60");
    expect(await probe()).toEqual({
      works: false,
      reason: appError("kvm-stuck", { seconds: 2 }),
    });
  });

  it("is tried anew with another QEMU, and after a change of the device", async () => {
    standIn("echo 'something new' >&2; exit 1");
    expect(await probe()).toMatchObject({ works: false });
    const runs = standIn(`printf '${probeWord}'; exec sleep 60 # another one`);
    expect(await probe()).toEqual({ works: true, model: "host" });
    chmodSync(device, 0o666);
    await probe();
    expect(runs()).toBe(2);
  });

  it("is judged by the real QEMU as it is here, within its time", async () => {
    expect(await findProgram("qemu-system-x86_64")).not.toBeNull();
    const before = Date.now();
    const verdict = await probeKvm(join(folder, "cache"));
    expect(Date.now() - before).toBeLessThan(30_000);
    // Which one depends on this computer, but there is always one, and it is kept.
    expect(["boolean"]).toContain(typeof verdict.works);
    expect(await probeKvm(join(folder, "cache"))).toEqual(verdict);
  });
});
