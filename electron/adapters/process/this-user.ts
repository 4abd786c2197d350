import { homedir, userInfo } from "node:os";
import { isAbsolute, resolve } from "node:path";

/**
 * Returns the user's home folder. Where nobody tells of one, neither HOME nor the system's list of
 * users, it is the root of all, as for daemons: what cannot be written there says so.
 */
export function homeFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { HOME: told } = env;
  if (told !== undefined && isAbsolute(told)) return told;
  try {
    return userInfo().homedir;
  } catch {
    return "/";
  }
}

/** Returns the home folder of this process. */
export function ownHome(): string {
  try {
    return homedir();
  } catch {
    return homeFolder({});
  }
}

/** Returns the user's name; null where the system's list of users has none, as in containers. */
export function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}

/** Returns the folder that this process stands in; null where it was deleted. */
export function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** Where relative paths begin; null if the folder was gone when this program began. */
let here: string | null = currentFolder();

/** Leaves a folder that was deleted, because no program can be started from there. */
export function leaveDeletedFolder(): void {
  here = currentFolder();
  if (here === null) process.chdir("/");
}

/**
 * Makes a path that a person gave absolute. In a folder that was deleted, one that is relative stays
 * so: it leads nowhere, and the caller that is given it says so.
 */
export function fromHere(path: string): string {
  return isAbsolute(path) ? resolve(path) : here === null ? path : resolve(here, path);
}
