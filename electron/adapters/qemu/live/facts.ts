import { readFile } from "node:fs/promises";
import type { LiveOffer } from "../../../contract/computer/move.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { readProcessor, readQemuVersion } from "../../../core/computer/live-fit.ts";
import { runProgram } from "../../process/run-program.ts";
import { qemuProgram } from "../process.ts";

/** Returns what a guest under KVM sees of this computer's processor. */
export async function ownProcessor(): Promise<NonNullable<LiveOffer["processor"]>> {
  return readProcessor(await readFile("/proc/cpuinfo", "utf8").catch(() => ""));
}

/** Returns the version of the QEMU that is installed, such as 7.2; empty if it tells none. */
export async function ownQemuVersion(): Promise<Result<string>> {
  const said = await runProgram(qemuProgram, ["--version"]);
  return said.ok ? ok(readQemuVersion(said.value.stdout) ?? "") : said;
}
