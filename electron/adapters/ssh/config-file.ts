import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { fileError } from "../../core/base/file-error.ts";
import {
  includeLines,
  renderSshConfig,
  withInclude,
  withoutInclude,
} from "../../core/machine/ssh-config.ts";
import { asBytes, editForeignFile, readForeignFile } from "../files/foreign-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { Paths } from "../files/paths.ts";
import { homeFolder } from "../process/this-user.ts";

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
    own: join(homeFolder(env), ".ssh/config"),
    part: join(dirname(paths.settingsFile), "ssh_config"),
  };
}

/** Returns whether ssh is led to our part. */
export async function isSshConfigInstalled({ own, part }: SshConfigFiles): Promise<boolean> {
  const bytes = await readForeignFile(own).catch(() => null);
  return bytes?.split("\n").includes(asBytes(includeLines(part)[1])) === true;
}

/** Our part for these machines, as text. */
export function sshConfigFor(paths: Paths, machines: readonly MachineFile[]): string {
  return renderSshConfig(machines, (id) => join(paths.machines, id, "known_hosts"));
}

/** Leads ssh to our part, and writes it. */
export async function installSshConfig(files: SshConfigFiles, text: string): Promise<Result<void>> {
  try {
    await writePart(files.part, text);
  } catch (error) {
    return { ok: false, error: fileError(files.part, error) };
  }
  return editForeignFile(files.own, (bytes) => withInclude(bytes ?? "", asBytes(files.part)));
}

/** Takes our lines and our part away; a configuration that held nothing else goes too. */
export async function removeSshConfig(files: SshConfigFiles): Promise<Result<void>> {
  if (await isMentioned(files)) {
    const removed = await editForeignFile(
      files.own,
      (bytes) => withoutInclude(bytes ?? "") || null,
    );
    if (!removed.ok) return removed;
  }
  try {
    await rm(files.part, { force: true });
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(files.part, error) };
  }
}

/** Returns whether there is anything of ours in the user's configuration. */
async function isMentioned({ own }: SshConfigFiles): Promise<boolean> {
  const bytes = await readForeignFile(own).catch(() => "");
  return bytes !== null && withoutInclude(bytes) !== bytes;
}

/** Rewrites our part if ssh's configuration includes it. An error is left to the next change. */
export async function refreshSshConfig(
  files: SshConfigFiles,
  read: () => Promise<string | null>,
): Promise<void> {
  const before = await readFile(files.part, "utf8").catch(() => null);
  const text = before === null ? null : await read();
  if (text === null || before === text) return;
  await writePart(files.part, text).catch(() => {});
}

/** Writes the part that is ours. ssh wants it to be the user's alone. */
async function writePart(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, text, { mode: 0o600 });
}
