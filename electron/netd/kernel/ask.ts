import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { findProgram, packageOf, run } from "../base/programs.ts";

/** Asks a program about the kernel's network; fails only where it is not installed. */
export async function ask(
  program: "ip" | "nft",
  args: readonly string[],
): Promise<Result<{ readonly code: number | null; readonly stdout: string; stderr: string }>> {
  const path = findProgram(program);
  if (path === null) return fail("program-missing", { program, package: packageOf[program] });
  return ok(await run(path, args));
}
