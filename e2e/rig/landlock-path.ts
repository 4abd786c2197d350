import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { debianRoot } from "../desktops/debian-roots.mjs";

/** What starts a program, asked by its name, so that one runs here which needs newer libraries. */
const loader = "ld-linux-x86-64.so.2";
const ofDebian = [
  "usr/bin/setpriv",
  ...[loader, "libc.so.6", "libcap-ng.so.0"].map((name) => `usr/lib/x86_64-linux-gnu/${name}`),
];

const probe = ["--landlock-access", "fs", "--landlock-rule"];

/**
 * Makes a folder for PATH, for every user, that holds the named programs of this system and a setpriv
 * that knows Landlock: the system's own, or the one of the Debian whose desktops are tested. Null if
 * there is none, or the kernel has no Landlock.
 */
export async function makeLandlockPath(
  folder: string,
  programs: readonly string[],
): Promise<string | null> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const setpriv = join(folder, "setpriv");
  const own = await where("setpriv");
  if (await knowsLandlock(own)) symlinkSync(own, setpriv);
  else await takeDebians(folder, setpriv);
  for (const name of programs) symlinkSync(await where(name), join(folder, name));
  return (await knowsLandlock(setpriv)) ? folder : null;
}

const where = async (program: string) => (await execa("which", [program])).stdout;

async function knowsLandlock(setpriv: string): Promise<boolean> {
  const rule = "path-beneath:execute,read-file,read-dir:/";
  const { failed } = await execa(setpriv, [...probe, rule, "true"], { reject: false });
  return !failed;
}

async function takeDebians(folder: string, setpriv: string): Promise<void> {
  const root = await debianRoot("short");
  if (!existsSync(join(root, "usr/bin/setpriv"))) return;
  const copies = join(folder, "debian");
  mkdirSync(copies);
  for (const path of ofDebian)
    copyFileSync(join(root, path), join(copies, path.split("/").at(-1) ?? ""));
  const script = `#!/bin/sh\nexec ${copies}/${loader} --library-path ${copies} ${copies}/setpriv "$@"\n`;
  writeFileSync(setpriv, script, { mode: 0o755 });
}
