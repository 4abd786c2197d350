import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { sshPublicKeySchema } from "../../contract/template/template.ts";
import { fileError } from "../files/file-error.ts";
import { readTextFile } from "../files/text-file.ts";
import { runProgram } from "../process/run-program.ts";

/** Reads the public keys in a text, one a line; null where a line is not one, or none is there. */
export function parseSshKeys(text: string): readonly string[] | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.length > 0 && lines.every((line) => v.is(sshPublicKeySchema, line)) ? lines : null;
}

/** Reads the public keys of a file, one a line; every line must be one. */
export async function readSshKeys(path: string): Promise<Result<readonly string[]>> {
  const read = await readTextFile(path);
  if (!read.ok) return read;
  const lines = parseSshKeys(read.value ?? "");
  return lines === null ? fail("ssh-key-invalid", { path }) : ok(lines);
}

/** All public keys in the `.ssh` folder of a home, sorted by file name. */
export async function findSshKeys(home: string): Promise<readonly string[]> {
  const folder = join(home, ".ssh");
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".pub")).sort();
  const read = await Promise.all(files.map((name) => readSshKeys(join(folder, name))));
  return [...new Set(read.flatMap((keys) => (keys.ok ? keys.value : [])))];
}

/**
 * Makes a key pair without a passphrase in the `.ssh` folder of a home, of the name that ssh tries
 * by itself, and gives the public key. A key that is there is never replaced.
 */
export async function makeSshKey(home: string): Promise<Result<string>> {
  const path = join(home, ".ssh/id_ed25519");
  try {
    await mkdir(join(home, ".ssh"), { recursive: true, mode: 0o700 });
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
  // With its input closed, ssh-keygen takes no for an answer where a file is there already.
  const made = await runProgram("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
  if (!made.ok) return made;
  const keys = await readSshKeys(`${path}.pub`);
  return keys.ok ? ok(keys.value[0] ?? "") : keys;
}
