import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, constants, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import writeFileAtomic from "write-file-atomic";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { buildProbeDisk, probeWord } from "../../core/machine/acceleration/acpi-probe-guest.ts";
import { explainKnownMessage } from "../../core/machine/qemu-messages.ts";
import { findProgram } from "../process/find-program.ts";
import { findHypervisor } from "../process/running-programs.ts";
import { qemuProgram } from "./process.ts";

/** Whether KVM runs guests here: with which processor model, or why not. */
export type KvmVerdict =
  | { readonly works: true; readonly model: string }
  | { readonly works: false; readonly reason: AppError };

/**
 * The time limit of the test guest under KVM. It takes about 0.1 s where KVM works; where every
 * instruction is emulated, as under some outer hypervisors, more than 3 s, and a Linux guest makes
 * no progress.
 */
const probeSeconds = 2;

/**
 * Processor models to try, in order. `host` passes a register on that some outer hypervisors refuse
 * (`failed to set MSR 0x10a`), and then QEMU aborts; without that feature it runs.
 */
const models = ["host", "host,-arch-capabilities"] as const;

type ProbeOutcome = "runs" | "stuck" | { readonly log: readonly string[] } | AppError;

const linesOf = (text: string) => text.trimEnd().split("\n");

/** Runs the test guest under KVM; needs a disk with it. */
function runProbe(model: string, disk: string): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const image = {
      driver: "raw",
      "node-name": "probe",
      file: { driver: "file", filename: disk, locking: "off" },
    };
    const child = spawn(
      qemuProgram,
      [
        ...["-no-user-config", "-nodefaults", "-display", "none", "-m", "32"],
        ...["-accel", "kvm", "-cpu", model],
        ...["-blockdev", JSON.stringify(image), "-device", "ide-hd,drive=probe"],
        ...["-debugcon", "stdio"],
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C" } },
    );
    let said = "";
    let complaints = "";
    const end = (result: ProbeOutcome) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      resolve(result);
    };
    // A guest that KVM cannot run on with is halted, and QEMU stays.
    const timer = setTimeout(
      () => end(complaints.includes("KVM: ") ? { log: linesOf(complaints) } : "stuck"),
      probeSeconds * 1000,
    );
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
      if (said.includes(probeWord)) end("runs");
    });
    child.stderr.on("data", (chunk) => {
      complaints += String(chunk);
    });
    child.once("error", () => {
      end(appError("program-missing", { program: qemuProgram, package: "qemu-system-x86" }));
    });
    // `close`: after the last of its output was read.
    child.once("close", () => end({ log: linesOf(complaints) }));
  });
}

/** Does something with the test guest's disk, in the cache or, where that takes nothing, beside it. */
async function withProbeDisk(
  cacheFolder: string,
  work: (disk: string) => Promise<KvmVerdict>,
): Promise<KvmVerdict> {
  let passing: string | null = null;
  try {
    await mkdir(cacheFolder, { recursive: true }).catch(() => {});
    let disk = join(cacheFolder, "probe.img");
    if (!(await replaced(disk, buildProbeDisk()))) {
      passing = await mkdtemp(join(tmpdir(), "virtray-probe-"));
      disk = join(passing, "probe.img");
      await writeFile(disk, buildProbeDisk());
    }
    return await work(disk);
  } catch (error) {
    return { works: false, reason: fileError(passing ?? tmpdir(), error) };
  } finally {
    if (passing !== null) await rm(passing, { recursive: true, force: true }).catch(() => {});
  }
}

/** Puts a file into the cache, whole; false if it cannot be. */
async function replaced(path: string, content: string | Uint8Array): Promise<boolean> {
  try {
    await writeFileAtomic(path, Buffer.from(content), { fsync: false });
    return true;
  } catch {
    return false;
  }
}

async function probe(disk: string): Promise<KvmVerdict> {
  let reason: AppError = appError("kvm-broken", { detail: "no-processor-model" });
  for (const model of models) {
    const outcome = await runProbe(model, disk);
    if (outcome === "runs") return { works: true, model };
    if (outcome === "stuck") {
      return { works: false, reason: appError("kvm-stuck", { seconds: probeSeconds }) };
    }
    if ("code" in outcome) return { works: false, reason: outcome };
    const { log } = outcome;
    reason =
      explainKnownMessage(log, {
        ...{ name: "", diskPath: disk, diskHolder: null },
        hypervisor: await findHypervisor(),
      }) ?? appError("kvm-broken", { detail: log.at(-1) ?? "" }, log.join("\n"));
    if (!log.some((line) => line.includes("failed to set MSR 0x10a"))) break;
  }
  return { works: false, reason };
}

/** Returns what tells the QEMU that is installed from another one; null if it is missing. */
async function identifyQemu(): Promise<readonly (string | number)[] | null> {
  const program = await findProgram(qemuProgram);
  if (program === null) return null;
  const { mtimeMs, size, ino } = await stat(program);
  return [program, mtimeMs, size, ino];
}

/** The lines of /proc/cpuinfo that tell which processor a guest sees under KVM. */
const processorLines = /^(?:model name|stepping|microcode|flags)\s*:.*$/gm;

/**
 * Returns what tells this computer from one on which saved memory would not go on: its QEMU, and with
 * KVM its processor.
 */
export async function identifyComputer(kind: "kvm" | "tcg"): Promise<string> {
  const qemu = await identifyQemu();
  const seen = kind === "tcg" ? "" : await readFile("/proc/cpuinfo", "utf8");
  const processor = [...new Set(seen.match(processorLines) ?? [])].sort();
  return createHash("sha256")
    .update(JSON.stringify([qemu, processor]))
    .digest("hex");
}

/**
 * Returns the circumstances of the verdict: this boot (and with it kernel and modules), the device
 * and its rights, and the QEMU that was tried. Null if QEMU is missing.
 */
async function circumstances(device: Awaited<ReturnType<typeof stat>>): Promise<string | null> {
  const [boot, program] = await Promise.all([
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    identifyQemu(),
  ]);
  if (program === null) return null;
  return JSON.stringify([
    ...[boot.trim(), ...program],
    ...[
      device.rdev,
      device.mode,
      device.uid,
      device.gid,
      process.getuid?.(),
      process.getgroups?.(),
    ],
  ]);
}

const cacheSchema = v.object({
  circumstances: v.string(),
  verdict: v.variant("works", [
    v.object({ works: v.literal(true), model: v.picklist(models) }),
    v.object({
      works: v.literal(false),
      reason: v.variant("code", [
        v.object({ code: v.literal("kvm-stuck"), params: v.object({ seconds: v.number() }) }),
        v.object({ code: v.literal("kvm-broken"), params: v.object({ detail: v.string() }) }),
      ]),
    }),
  ]),
});

async function readCache(path: string): Promise<v.InferOutput<typeof cacheSchema> | null> {
  try {
    const parsed = v.safeParse(cacheSchema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * Finds out whether KVM runs guests here by running one, because a device that opens proves
 * nothing. Takes about 0.1 s the first time after a boot (2 s where KVM is broken), then the
 * verdict is kept. What passes by itself or by the user's doing, such as a missing right, is looked
 * at anew each time, which costs nothing.
 */
export async function probeKvm(cacheFolder: string, devicePath = "/dev/kvm"): Promise<KvmVerdict> {
  const device = await stat(devicePath).catch(() => null);
  if (device === null) return { works: false, reason: appError("kvm-missing", {}) };
  const allowed = await access(devicePath, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!allowed) return { works: false, reason: appError("kvm-denied", {}) };

  const key = await circumstances(device);
  const path = join(cacheFolder, "kvm.json");
  const kept = await readCache(path);
  if (kept !== null && kept.circumstances === key) return kept.verdict;
  const verdict = await withProbeDisk(cacheFolder, probe);
  // Only what can be read back is kept: the schema leaves out what passes by itself.
  const keep = v.safeParse(cacheSchema, { circumstances: key, verdict });
  if (keep.success) await replaced(path, JSON.stringify(keep.output));
  return verdict;
}
