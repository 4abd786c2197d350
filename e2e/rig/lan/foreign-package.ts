import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { projectFolder } from "../../../build/project.mjs";

/**
 * A package manager of other distributions, working on a folder as a system's root. That system is
 * a Debian, which has the dependencies under Debian's names, so they are read but not resolved.
 */
export interface ForeignManager {
  readonly name: string;
  install(): Promise<void>;
  /** Returns the package's dependencies, as its manager reads them. */
  depends(): Promise<readonly string[]>;
  /** Lists the package's files and folders, sorted. */
  files(): Promise<readonly string[]>;
  /** Returns the changes that the manager finds in them; empty if they are unchanged. */
  verify(): Promise<string>;
  remove(): Promise<void>;
  /** Tells whether it still knows the package. */
  knows(): Promise<boolean>;
}

function made(ending: string): string {
  const dist = join(projectFolder, "dist");
  const name = readdirSync(dist).find((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`there is no ${ending} in ${dist}`);
  return join(dist, name);
}

const lines = (text: string) => text.split("\n").filter(Boolean).sort();

/** Fedora's, with a database of its own in the root. */
export function rpmAt(root: string): ForeignManager {
  const file = made(".rpm");
  const rpm = async (...args: readonly string[]) =>
    (await execa("rpm", ["--root", root, ...args])).stdout;
  return {
    name: "rpm",
    async install() {
      await rpm("--initdb");
      await rpm("--upgrade", "--nodeps", file);
    },
    depends: async () =>
      lines(await rpm("--query", "--requires", "virtray")).filter((name) => !/[(/]/.test(name)),
    files: async () => lines(await rpm("--query", "--list", "virtray")),
    verify: async () =>
      (await execa("rpm", ["--root", root, "--verify", "--nodeps", "virtray"], { reject: false }))
        .stdout,
    async remove() {
      await rpm("--erase", "virtray");
    },
    knows: async () =>
      (await execa("rpm", ["--root", root, "--query", "virtray"], { reject: false })).exitCode ===
      0,
  };
}

/** Arch's, with settings and a database of its own in the root. */
export function pacmanAt(root: string): ForeignManager {
  const file = made(".pkg.tar.zst");
  const settings = join(root, "run/pacman.conf");
  const place = ["--root", root, "--config", settings, "--dbpath", join(root, "var/lib/pacman")];
  const run = ["--cachedir", join(root, "var/cache/pacman"), "--logfile", "/dev/null"];
  const pacman = async (...args: readonly string[]) =>
    (await execa("pacman", [...place, ...run, "--noconfirm", ...args])).stdout;
  return {
    name: "pacman",
    async install() {
      await mkdir(join(root, "var/lib/pacman"), { recursive: true });
      // The package is not signed, and without a network there are no repositories.
      await writeFile(settings, "[options]\nArchitecture = auto\nLocalFileSigLevel = Never\n");
      await pacman("--upgrade", "--nodeps", "--nodeps", file);
    },
    async depends() {
      const told = await pacman("--query", "--info", "virtray");
      const names = /^Depends On\s*: (.*(?:\n .*)*)/m.exec(told)?.[1] ?? "";
      return names.split(/\s+/).filter(Boolean).sort();
    },
    files: async () =>
      lines(await pacman("--query", "--list", "--quiet", "virtray")).map((path) =>
        path.slice(root.length).replace(/\/$/, ""),
      ),
    async verify() {
      const told = await pacman("--query", "--check", "--check", "virtray");
      return / 0 altered files$/.test(told) ? "" : told;
    },
    async remove() {
      await pacman("--remove", "--nosave", "virtray");
    },
    knows: async () =>
      (await execa("pacman", [...place, "--query", "virtray"], { reject: false })).exitCode === 0,
  };
}
