import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { debianRoot } from "../../desktops/debian-roots.mjs";

/** The dynamic loader. Calling it by name lets a program run that needs newer libraries. */
const loader = "ld-linux-x86-64.so.2";
const ofDebian = [
  "usr/bin/setpriv",
  ...[loader, "libc.so.6", "libcap-ng.so.0"].map((name) => `usr/lib/x86_64-linux-gnu/${name}`),
];

/**
 * Makes a folder for PATH, for every user, that holds the named programs of this system and a setpriv
 * that knows Landlock: the system's own, or the one of the Debian whose desktops are tested, which
 * set-up makes. Null if the kernel has no Landlock.
 * @throws when neither is there
 */
export async function makeLandlockPath(
  folder: string,
  programs: readonly string[],
): Promise<string | null> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const setpriv = join(folder, "setpriv");
  const own = await where("setpriv");
  const { stdout: help } = await execa(own, ["--help"]);
  if (help.includes("--landlock-access")) symlinkSync(own, setpriv);
  else await takeDebians(folder, setpriv);
  for (const name of programs) symlinkSync(await where(name), join(folder, name));
  // setpriv runs nothing if the kernel lacks Landlock.
  const rule = "path-beneath:execute,read-file,read-dir:/";
  const words = ["--landlock-access", "fs", "--landlock-rule", rule, "true"];
  const { exitCode, stderr } = await execa(setpriv, words, { reject: false });
  if (exitCode === 0) return folder;
  if (/landlock_create_ruleset/.test(stderr)) return null;
  throw new Error(stderr);
}

const where = async (program: string) => (await execa("which", [program])).stdout;

async function takeDebians(folder: string, setpriv: string): Promise<void> {
  const root = await debianRoot("short");
  const copies = join(folder, "debian");
  mkdirSync(copies);
  for (const path of ofDebian)
    copyFileSync(join(root, path), join(copies, path.split("/").at(-1) ?? ""));
  const script = `#!/bin/sh\nexec ${copies}/${loader} --library-path ${copies} ${copies}/setpriv "$@"\n`;
  writeFileSync(setpriv, script, { mode: 0o755 });
}
