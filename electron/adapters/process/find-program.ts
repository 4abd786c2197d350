import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The folders of root's programs, which a user's PATH often lacks. */
const systemFolders = ["/usr/sbin", "/sbin"];

/**
 * Returns the command that installs a package of Debian's; elsewhere packages may have other names.
 */
export async function installLine(name: string): Promise<{ readonly command?: string }> {
  const isDebian = (await findProgram("apt-get")) !== null;
  return isDebian ? { command: `sudo apt-get install ${name}` } : {};
}

/** Returns the path of a program in PATH, then among root's; null if it is not installed. */
export async function findProgram(program: string): Promise<string | null> {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...folders, ...systemFolders]) {
    const path = join(folder, program);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
