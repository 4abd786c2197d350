import { access, constants, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { identitiesToTell, readPublicKeys, usualNames } from "../../core/template/ssh-keys.ts";
import { makeFolder } from "../files/make-folder.ts";
import { readTextFile } from "../files/text-file.ts";
import { runProgram } from "../process/run-program.ts";

/** Reads the public keys of a file, one a line; every line must be one. */
export async function readSshKeys(path: string): Promise<Result<readonly string[]>> {
  const read = await readTextFile(path);
  if (!read.ok) {
    return read.error.code === "file-not-regular"
      ? fail("ssh-key-invalid", { path, fault: "folder" })
      : read;
  }
  if (read.value === null) {
    const isHalf = path.endsWith(".pub") && (await isThere(path.slice(0, -ending.length)));
    return fail("ssh-key-invalid", { path, fault: isHalf ? "no-public-half" : "missing" });
  }
  const keys = readPublicKeys(read.value);
  if (typeof keys !== "string") return ok(keys);
  const half = `${path}${ending}`;
  return fail("ssh-key-invalid", {
    ...{ path, fault: keys },
    ...(keys === "private" && (await isThere(half)) ? { half } : {}),
  });
}

/** The ending of public keys, whose private halves are named without it. */
const ending = ".pub";

const isThere = (path: string) =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );

async function publicKeysIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => name.endsWith(ending)).sort();
  return found.map((name) => join(folder, name));
}

/** The key itself, without its comment. */
const bare = (line: string) => line.split(" ", 2).join(" ");

/**
 * Finds the private keys that let into a guest with these public ones, and that ssh must be told of.
 * They lie beside the public ones: `files`, and those in the `.ssh` folder of a home.
 */
export async function findIdentities(
  home: string,
  files: readonly string[],
  keys: readonly string[],
): Promise<readonly string[]> {
  const wanted = new Set(keys.map(bare));
  const candidates = new Set([...files, ...(await publicKeysIn(join(home, ".ssh")))]);
  const found = await Promise.all(
    [...candidates].map(async (file) => {
      if (!file.endsWith(ending)) return [];
      const identity = file.slice(0, -ending.length);
      const read = await readSshKeys(file);
      const isWanted = read.ok && read.value.some((line) => wanted.has(bare(line)));
      return isWanted && (await isThere(identity)) ? [identity] : [];
    }),
  );
  return identitiesToTell(found.flat(), home);
}

/** All public keys in the `.ssh` folder of a home, sorted by file name. */
export async function findSshKeys(home: string): Promise<readonly string[]> {
  const files = await publicKeysIn(join(home, ".ssh"));
  const read = await Promise.all(files.map(readSshKeys));
  return [...new Set(read.flatMap((keys) => (keys.ok ? keys.value : [])))];
}

/** Finds a private key in the `.ssh` folder of a home that ssh would use, but whose public half is missing. */
export async function findHalfKey(home: string): Promise<string | null> {
  for (const name of usualNames) {
    const path = join(home, ".ssh", name);
    if ((await isThere(path)) && !(await isThere(`${path}${ending}`))) return path;
  }
  return null;
}

/**
 * Makes a key pair without a passphrase in the `.ssh` folder of a home, of the name that ssh tries
 * by itself, and gives the public key. A key that is there is never replaced.
 */
export async function makeSshKey(home: string): Promise<Result<string>> {
  const path = join(home, ".ssh/id_ed25519");
  const half = await findHalfKey(home);
  if (half !== null) {
    return fail("ssh-key-invalid", { path: `${half}${ending}`, fault: "no-public-half" });
  }
  try {
    await makeFolder(join(home, ".ssh"));
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
  // With its input closed, ssh-keygen takes no for an answer where a file is there already.
  const made = await runProgram("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
  if (!made.ok) return made;
  const keys = await readSshKeys(`${path}.pub`);
  return keys.ok ? ok(keys.value[0] ?? "") : keys;
}
