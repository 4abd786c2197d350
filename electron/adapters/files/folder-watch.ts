import { type FSWatcher, mkdirSync, watch } from "node:fs";

/** Watches a set of folders that changes over time. */
export interface FolderWatch {
  /**
   * Watches exactly these from now on. Returns true if one was added, because earlier changes in it
   * were missed; those that cannot be watched are tried again next time.
   */
  follow(folders: Iterable<string>): boolean;
  close(): void;
}

/** Calls back when something is made, removed, renamed or written directly in a watched folder. */
export function watchFolders(changed: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  return {
    follow(folders) {
      const wanted = new Set(folders);
      let added = false;
      for (const folder of [...watchers.keys()]) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) {
        if (watchers.has(folder)) continue;
        try {
          const watcher = watch(folder, { persistent: false }, changed);
          watcher.on("error", () => drop(folder));
          watchers.set(folder, watcher);
          added = true;
        } catch {
          // It has gone again, or the kernel's watches are used up: the slow re-check covers it.
        }
      }
      return added;
    },
    close() {
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}

/** Makes a folder with mode 0700 if it is missing, so that it can be watched. */
export function ensureFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch {
    // Its users report the error.
  }
}

/** Waits for changes in folders, one after the other. */
export interface FolderChanges {
  /** Waits for changes in exactly these from now on. */
  follow(folders: Iterable<string>): void;
  /** Resolves with the next change; changes since the last one count as the next. */
  next(): Promise<void>;
  /** Counts as a change. */
  tell(): void;
  close(): void;
}

/** `unseenMs`: after so long a change without an event is seen all the same. */
export function awaitChanges(unseenMs: number): FolderChanges {
  let changed = false;
  let wake = () => {};
  const tell = () => {
    changed = true;
    wake();
  };
  const watch = watchFolders(tell);
  return {
    follow(folders) {
      if (watch.follow(folders)) tell();
    },
    async next() {
      if (!changed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, unseenMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      changed = false;
    },
    tell,
    close: watch.close,
  };
}
