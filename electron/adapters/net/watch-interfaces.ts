import { existsSync, type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { followProgram } from "../../system/follow-program.ts";

/** A change comes as a burst of events. */
const debounce = 30;
/** The pause before a program that ended is started again. */
const restartMs = 2_000;

/**
 * Calls back after changes of the host's network, and of files in netd's and the switch's folder,
 * which may be created and deleted. Returns the function that ends it.
 */
export function watchNetwork(folders: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      changed();
    }, debounce);
  };
  const ends = [followKernel(soon), ...folders.map((folder) => followFolder(folder, soon))];
  return () => {
    for (const end of ends) end();
    if (timer !== null) clearTimeout(timer);
  };
}

function followKernel(changed: () => void): () => void {
  // The program must not outlive this process, however it ends.
  const guard = ["setpriv", "--pdeathsig", "KILL"];
  const argv = () => [...guard, "ip", "monitor", "link", "address", "route", "rule"];
  return followProgram({ argv, restartMs }, changed);
}

/** Follows a folder; while it does not exist, its nearest parent that does. */
function followFolder(folder: string, changed: () => void): () => void {
  let watcher: FSWatcher | null = null;
  let ended = false;
  const arm = () => {
    watcher?.close();
    if (ended) return;
    let place = folder;
    while (!existsSync(place)) place = dirname(place);
    try {
      watcher = watch(place, () => {
        // The folder itself may have come, or have gone (its watcher then falls silent).
        if (place !== folder || !existsSync(folder)) arm();
        changed();
      });
      watcher.on("error", arm);
    } catch {
      // It was deleted between the two calls, or the kernel's watches are used up: the kernel's
      // network events still come.
    }
  };
  arm();
  return () => {
    ended = true;
    watcher?.close();
  };
}
