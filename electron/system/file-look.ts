import { realpathSync, statSync } from "node:fs";

/** Reads owner, mode and real path of a file, by which a program proves to be root's. */
export const fileLook = {
  /** Returns owner and mode (stat(2)); undefined if the file cannot be reached. */
  stat(path: string) {
    try {
      return statSync(path);
    } catch {
      return undefined;
    }
  },
  /** Returns the file behind all links; null if it does not exist. */
  realpath(path: string): string | null {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
};
