import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { readFatFiles } from "../../core/base/fat-files.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { CloudInitSeed } from "../../core/template/cloud-init.ts";
import { syncPath } from "../files/durable-file.ts";
import { createPrivateFile } from "../files/private-file.ts";
import { runProgram } from "../process/run-program.ts";
import { explainQemuImg } from "./convert-image.ts";

/**
 * Writes the disk from which cloud-init learns who the guest is: a FAT file system labelled
 * `cidata` (cloud-init, "NoCloud" data source), made by qemu-img, which is there anyway; an ISO
 * image would need a further program. `path` must be new; the folder `PATH.files` is used on the
 * way. What is half-done when it fails stays for the caller to remove.
 */
export async function writeSeedImage(path: string, seed: CloudInitSeed): Promise<Result<void>> {
  const folder = `${path}.files`;
  try {
    await mkdir(folder, { mode: 0o700 });
    for (const [name, text] of Object.entries(seed)) {
      await writeFile(join(folder, name), text, { mode: 0o600 });
    }
    await createPrivateFile(path);
    // Without partitions ("floppy"), so that the whole disk bears the label.
    const files = { driver: "vvfat", dir: folder, floppy: true, label: "cidata" };
    const made = await runProgram("qemu-img", [
      "convert",
      "-O",
      "raw",
      `json:${JSON.stringify(files)}`,
      path,
    ]);
    if (!made.ok) return { ok: false, error: explainQemuImg(made.error, path) };
    await syncPath(path);
    await rm(folder, { recursive: true });
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/** Replaces the seed of a machine; a process that has the old one open keeps that. */
export async function replaceSeedImage(path: string, seed: CloudInitSeed): Promise<Result<void>> {
  const draft = `${path}.new`;
  try {
    await rm(draft, { force: true });
    await rm(`${draft}.files`, { recursive: true, force: true });
    const written = await writeSeedImage(draft, seed);
    if (!written.ok) {
      await rm(draft, { force: true });
      await rm(`${draft}.files`, { recursive: true, force: true });
      return written;
    }
    await rename(draft, path);
    await syncPath(dirname(path));
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

/** Reads what a seed that we wrote has a guest do at a first boot. */
export async function readSeed(
  path: string,
): Promise<Result<Pick<CloudInitSeed, "user-data" | "vendor-data">>> {
  try {
    const texts = readFatFiles(await readFile(path)).map((file) => Buffer.from(file).toString());
    const userData = texts.find((text) => text.startsWith("#cloud-config\n"));
    const vendorData = texts.find((text) => text.startsWith("#!"));
    return userData === undefined
      ? fail("file-failed", { path, fault: "content" })
      : ok({
          "user-data": userData,
          ...(vendorData === undefined ? {} : { "vendor-data": vendorData }),
        });
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}
