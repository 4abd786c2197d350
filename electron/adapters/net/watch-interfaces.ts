import { existsSync, type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { followProgram } from "../../system/follow-program.ts";

/** One change comes as a burst of events. */
const debounce = 30;
/** A program that went away is started again after this long. */
const restartMs = 2_000;

/**
 * Calls back after changes of the host's network, of files in netd's folder and of the switch's;
 * folders may come and go. Gives the function that ends it.
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
      // It went away between the two calls, or no more watches are to be had: the kernel's
      // events still come.
    }
  };
  arm();
  return () => {
    ended = true;
    watcher?.close();
  };
}
