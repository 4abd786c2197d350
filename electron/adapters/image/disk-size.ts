import { rm, truncate } from "node:fs/promises";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DiskFormat } from "../../contract/machine/machine.ts";
import { fileError } from "../../core/base/file-error.ts";
import { createPrivateFile } from "../files/private-file.ts";
import { runProgram } from "../process/run-program.ts";
import { explainQemuImg, imageName } from "./convert-image.ts";
import { runQemuImg } from "./qemu-img.ts";

const sizesSchema = v.object({ "virtual-size": v.number(), "actual-size": v.number() });

/** The sizes in bytes of a machine's own disk, also of a linked clone and while it runs. */
export interface DiskSizes {
  readonly virtualBytes: number;
  readonly bytes: number;
}

/** Reads the sizes of a disk. */
export async function readDiskSizes(path: string, format: DiskFormat): Promise<Result<DiskSizes>> {
  const name = imageName({ path, format, piece: null });
  const words = ["info", "--output=json", "-U", name];
  const said = await runQemuImg(words, [{ path, access: "read" }]);
  if (!said.ok) return said;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), sizesSchema), said.value.stdout);
  return parsed.success
    ? ok({ virtualBytes: parsed.output["virtual-size"], bytes: parsed.output["actual-size"] })
    : fail("program-failed", { program: "qemu-img", detail: "unexpected-output" });
}

/** Enlarges a disk that no process has open. */
export async function growImage(
  path: string,
  format: DiskFormat,
  bytes: number,
): Promise<Result<void>> {
  const name = imageName({ path, format, piece: null });
  const words = ["resize", "-q", name, String(bytes)];
  const done = await runQemuImg(words, [{ path, access: "write" }]);
  return done.ok ? ok(undefined) : { ok: false, error: explainQemuImg(done.error, path) };
}

/** Makes a new empty raw disk, its owner's alone. */
export async function createRawDisk(path: string, bytes: number): Promise<Result<void>> {
  try {
    await createPrivateFile(path, true);
    await truncate(path, bytes);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/** Makes a new empty qcow2 disk, its owner's alone; a file that is there already is refused. */
export async function createEmptyDisk(path: string, bytes: number): Promise<Result<void>> {
  try {
    await createPrivateFile(path, true);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST"
      ? fail("file-exists", { path })
      : { ok: false, error: fileError(path, error) };
  }
  const made = await runProgram("qemu-img", ["create", "-q", "-f", "qcow2", path, String(bytes)]);
  if (made.ok) return ok(undefined);
  await rm(path, { force: true });
  return { ok: false, error: explainQemuImg(made.error, path) };
}
