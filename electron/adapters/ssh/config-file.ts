import { mkdir, readFile, realpath, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import {
  includeLines,
  renderSshConfig,
  withInclude,
  withoutInclude,
} from "../../core/machine/ssh-config.ts";
import { fileError } from "../files/file-error.ts";
import type { Paths } from "../files/paths.ts";

/** The user's own configuration of ssh, and the part that is ours. */
export interface SshConfigFiles {
  readonly own: string;
  readonly part: string;
}

/** Returns the paths of the files. */
export function sshConfigFiles(
  env: Readonly<Record<string, string | undefined>>,
  paths: Paths,
): SshConfigFiles {
  return {
    own: join(env["HOME"] ?? homedir(), ".ssh/config"),
    part: join(dirname(paths.settingsFile), "ssh_config"),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Writes a file, through a link to where it really is. ssh wants it to be the user's alone. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(await realpath(path).catch(() => path), text, { mode: 0o600 });
}

/** Whether ssh is led to our part. */
export async function isSshConfigInstalled({ own, part }: SshConfigFiles): Promise<boolean> {
  const text = await readText(own).catch(() => null);
  return text?.split("\n").includes(includeLines(part)[1]) === true;
}

/** Our part for these machines, as text. */
export function sshConfigFor(paths: Paths, machines: readonly MachineFile[]): string {
  return renderSshConfig(machines, (id) => join(paths.machines, id, "known_hosts"));
}

/** Leads ssh to our part, and writes it. */
export async function installSshConfig(files: SshConfigFiles, text: string): Promise<Result<void>> {
  try {
    await write(files.part, text);
    await write(files.own, withInclude((await readText(files.own)) ?? "", files.part));
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(files.own, error) };
  }
}

/** Takes our lines and our part away; a configuration that held nothing else goes too. */
export async function removeSshConfig(files: SshConfigFiles): Promise<Result<void>> {
  try {
    const text = await readText(files.own);
    const rest = text === null ? null : withoutInclude(text);
    if (rest !== null && rest !== text) {
      if (rest === "") await rm(files.own);
      else await write(files.own, rest);
    }
    await rm(files.part, { force: true });
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(files.own, error) };
  }
}

/** Writes our part anew if ssh's configuration includes it. An error is left to the next change. */
export async function refreshSshConfig(
  files: SshConfigFiles,
  read: () => Promise<string | null>,
): Promise<void> {
  const before = await readText(files.part).catch(() => null);
  const text = before === null ? null : await read();
  if (text === null || before === text) return;
  await write(files.part, text).catch(() => {});
}
