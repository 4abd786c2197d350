import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { until } from "../../../../e2e/rig/until.ts";
import { buildProbeDisk, probeWord } from "./acpi-probe-guest.ts";

it("boots under emulation and writes its word, once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "probe-"));
  const disk = join(folder, "probe.img");
  writeFileSync(disk, buildProbeDisk());
  const qemu = spawn(
    "qemu-system-x86_64",
    [
      ...["-nodefaults", "-display", "none", "-m", "32", "-accel", "tcg", "-cpu", "max"],
      ...["-drive", `file=${disk},format=raw`, "-debugcon", "stdio"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    let said = "";
    qemu.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    await until("its word", () => said.length >= probeWord.length);
    expect(said).toBe(probeWord);
  } finally {
    qemu.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
});
