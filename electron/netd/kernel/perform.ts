import { writeFileSync } from "node:fs";
import { appError, assertNever, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { commandOf, type LanCommand } from "../../core/lan/plan/commands.ts";
import type { LanOperation } from "../../core/lan/plan/operations.ts";
import { findProgram, packageOf, run } from "../base/programs.ts";

/** A step that was carried out, for the log, and its outcome. */
export interface Deed {
  readonly argv: readonly string[];
  readonly outcome: Result<void>;
}

/** Carries out one step. */
export async function perform(operation: LanOperation): Promise<Deed> {
  const command = commandOf(operation);
  switch (command.kind) {
    case "write":
      return write(command);
    case "forget":
      return forget(command);
    case "run":
      return runCommand(command);
    default:
      return assertNever(command);
  }
}

function write(command: LanCommand & { kind: "write" }): Deed {
  const argv = ["write", command.path, command.text];
  try {
    writeFileSync(command.path, command.text);
    return { argv, outcome: ok(undefined) };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing && command.optional) return { argv, outcome: ok(undefined) };
    return { argv, outcome: failed(argv, error instanceof Error ? error.message : String(error)) };
  }
}

/** Drops flows, if conntrack is installed: one listing tells which exist. */
async function forget(command: LanCommand & { kind: "forget" }): Promise<Deed> {
  const path = findProgram("conntrack");
  if (path === null) return { argv: ["conntrack", ...command.listing], outcome: ok(undefined) };
  const argv = [path, ...command.listing];
  const listed = await run(path, command.listing);
  if (listed.code !== 0) return { argv, outcome: failed(argv, listed.stderr.trim()) };
  for (const args of command.deletions(listed.stdout)) {
    argv.push(";", path, ...args);
    // conntrack ends with 1 if they have ended by themselves.
    const { code, stderr } = await run(path, args);
    if (code !== 0 && code !== 1) return { argv, outcome: failed(argv, stderr.trim()) };
  }
  return { argv, outcome: ok(undefined) };
}

async function runCommand(command: LanCommand & { kind: "run" }): Promise<Deed> {
  const path = findProgram(command.program);
  const argv = [path ?? command.program, ...command.args];
  if (path === null) {
    const missing = appError("program-missing", {
      program: command.program,
      package: packageOf[command.program],
    });
    return { argv, outcome: command.optional ? ok(undefined) : { ok: false, error: missing } };
  }
  const { code, stderr } = await run(path, command.args, command.input);
  if (code === 0 || (code !== null && command.fine.includes(code))) {
    return { argv, outcome: ok(undefined) };
  }
  return { argv, outcome: failed(argv, stderr.trim() || `exit ${code}`) };
}

function failed(argv: readonly string[], detail: string): Result<never> {
  return fail("lan-step-failed", { step: argv.join(" "), detail });
}
