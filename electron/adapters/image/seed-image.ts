import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { readFatFiles } from "../../core/base/fat-files.ts";
import { buildFatImage } from "../../core/base/fat-image.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { CloudInitSeed } from "../../core/template/cloud-init.ts";
import { syncPath } from "../files/durable-file.ts";
import { createPrivateFile } from "../files/private-file.ts";

/**
 * Writes the disk from which cloud-init learns who the guest is: a FAT file system labelled
 * `cidata` (cloud-init, "NoCloud" data source). What is half-done when it fails stays for the caller to
 * remove.
 */
export async function writeSeedImage(path: string, seed: CloudInitSeed): Promise<Result<void>> {
  const files = Object.entries(seed).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  const { head, bytes } = buildFatImage("cidata", files);
  try {
    await createPrivateFile(path);
    const file = await open(path, "r+");
    try {
      await file.writeFile(head);
      await file.truncate(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
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
    const written = await writeSeedImage(draft, seed);
    if (!written.ok) {
      await rm(draft, { force: true });
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
