import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cutLog } from "./cut-log.ts";
import { type FolderWatch, watchFolders } from "./folder-watch.ts";

/** Keeps the logs in folders short for as long as they are written. */
export interface LogCare {
  /** Cares for exactly these folders from now on; nothing else may lie in them. */
  follow(folders: readonly string[]): void;
  close(): void;
}

/**
 * Pause between a log's growth and the look at it, in ms. A serial line emulated without KVM brings
 * some 0.8 MB a second, and each byte costs QEMU a write of its own.
 */
const pauseMs = 1000;

/**
 * Cuts logs that have grown too long when the kernel reports writes, so that idle logs cost
 * nothing. A log exceeds its limit at most by the bytes that a guest writes within a pause.
 */
export function careForLogs(): LogCare {
  let followed: readonly string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const watch: FolderWatch = watchFolders(() => {
    if (timer !== null) return;
    // A guest that writes on and on would wake this process with each line.
    watch.follow([]);
    timer = setTimeout(() => void look(), pauseMs);
    timer.unref();
  });

  async function look(): Promise<void> {
    for (const folder of followed) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) await cutLog(join(folder, name));
    }
    timer = null;
    watch.follow(followed);
  }

  return {
    follow(folders) {
      followed = folders;
      if (timer === null) watch.follow(folders);
    },
    close() {
      followed = [];
      if (timer !== null) clearTimeout(timer);
      watch.close();
    },
  };
}
