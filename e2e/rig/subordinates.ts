import { appendFileSync, copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** The first of the numbers that the users of tests are given. */
export const firstSubordinate = 300_000;

/** Gives a user numbers of other users and groups that are the user's own, in the sandbox alone. */
export async function giveSubordinates(name: string): Promise<void> {
  for (const path of ["/etc/subuid", "/etc/subgid"]) {
    await coverWith(path, `${name}:${firstSubordinate}:65536\n`);
  }
}

/** Puts a file with a further line over one of the system's, in the sandbox alone. */
export async function coverWith(path: string, line: string): Promise<void> {
  const copy = join("/run", path.replaceAll("/", "-"));
  if (existsSync(path)) copyFileSync(path, copy);
  else writeFileSync(path, "");
  appendFileSync(copy, line);
  await execa("mount", ["--bind", copy, path]);
}
