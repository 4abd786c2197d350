import { readFile } from "node:fs/promises";
import { ok, type Result } from "../contract/errors.ts";
import { fileError } from "./file-error.ts";

/** The text of a file; null: there is none. */
export async function readTextFile(path: string): Promise<Result<string | null>> {
  try {
    return ok(await readFile(path, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? ok(null)
      : { ok: false, error: fileError(path, error) };
  }
}
