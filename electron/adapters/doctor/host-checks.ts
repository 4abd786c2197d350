import { access, constants, readFile } from "node:fs/promises";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import type { KvmFacts } from "../../core/machine/acceleration/kvm-advice.ts";
import { findProgram, installLine } from "../process/find-program.ts";
import { packageOf } from "../process/run-program.ts";
import { readNetdevs } from "../qemu/netdevs.ts";

/** The arguments by which each program prints its version, if not `--version`. */
const versionOption: Readonly<Record<string, string>> = { ip: "-V", ssh: "-V" };

/** Returns the first line of a program's version output; it may be a program of root's. */
export async function programVersion(program: string): Promise<Result<string>> {
  const path = await findProgram(program);
  if (path === null) {
    const name = packageOf[program] ?? program;
    const how = await installLine(name);
    return { ok: false, error: appError("program-missing", { program, package: name, ...how }) };
  }
  const { execa } = await import("execa");
  // Some write it to standard error, and some end with an exit code of their own.
  const { all } = await execa(path, [versionOption[program] ?? "--version"], {
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: 5000,
    env: { LC_ALL: "C" },
  });
  return ok((all ?? "").split("\n")[0]?.trim() ?? "");
}

/** Returns whether QEMU was built with VDE, without which machines have no cable. */
export async function checkVde(): Promise<Result<void>> {
  const known = await readNetdevs();
  if (!known.ok) return known;
  return known.value.includes("vde")
    ? ok(undefined)
    : { ok: false, error: appError("qemu-without-vde", {}) };
}

/** Returns why the switch could not open a tap; null if it can. */
export async function checkTun(): Promise<AppError | null> {
  try {
    await access("/dev/net/tun", constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? appError("tun-missing", {})
      : appError("lan-tun-denied", { detail: message });
  }
}

/**
 * Returns the module of KVM that this processor needs; null if it cannot run guests, or if unknown.
 */
export async function virtualisationModule(): Promise<"kvm_intel" | "kvm_amd" | null> {
  const text = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const flags = new Set(/^flags\s*:(.*)$/m.exec(text)?.[1]?.split(" "));
  if (flags.has("vmx")) return "kvm_intel";
  return flags.has("svm") ? "kvm_amd" : null;
}

/**
 * Reads the state of this computer's KVM. The parameter reads "Y" or "N" (kernel, moduleparam.h).
 */
export async function readKvmFacts(): Promise<KvmFacts> {
  const parameter = "/sys/module/kvm_intel/parameters/emulate_invalid_guest_state";
  const [cpuinfo, value] = await Promise.all([
    readFile("/proc/cpuinfo", "utf8").catch(() => ""),
    readFile(parameter, "utf8").catch(() => null),
  ]);
  return {
    isIntel: /^vendor_id\s*: GenuineIntel$/m.test(cpuinfo),
    emulatesGuestState: value === null ? null : value.trim() === "Y",
  };
}
