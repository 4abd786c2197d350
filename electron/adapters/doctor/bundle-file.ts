import { readFile, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { packTar, type TarText } from "../../core/base/tar-write.ts";
import { redact } from "../../core/doctor/redact.ts";
import { ownHome, userName } from "../process/this-user.ts";

/** Returns the kernel's and the distribution's name. */
export async function describeHost(): Promise<string> {
  const system = await readFile("/etc/os-release", "utf8").catch(() => "");
  return `Linux ${release()}\n${system}`;
}

/** Writes texts, redacted, into one new .tar.gz; one that is there is left as it is. */
export async function writeBundle(path: string, texts: readonly TarText[]): Promise<Result<void>> {
  const secrets = { home: ownHome(), user: userName() ?? "" };
  const members = texts.map(({ name, text }) => ({ name, text: redact(text, secrets) }));
  try {
    const archive = gzipSync(packTar(members, Math.floor(Date.now() / 1000)));
    await writeFile(path, archive, { flag: "wx", mode: 0o600 });
    return ok(undefined);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return fail("file-exists", { path });
    if (code === "ENOENT") return fail("folder-missing", { path: dirname(path) });
    return { ok: false, error: fileError(path, error) };
  }
}
