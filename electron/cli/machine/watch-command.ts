import { once } from "node:events";
import type { MachineJson, WatchJson } from "../../contract/app/cli.ts";
import { listChanges } from "../../core/machine/list-changes.ts";
import { follow as followTruth } from "../../services/base/follow.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { awaitReader, lineOf, say, sayJsonLine, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { brokenJson, machineJson } from "./json.ts";
import { statusText } from "./list-command.ts";

/**
 * `virtray watch`: a line for each machine, and for each change from then on, until a signal. A reader
 * that is slow misses states in between, and never the last one: nothing is kept for it.
 */
export function watchCommand(machines: MachinesService, voice: Voice): Promise<number> {
  return follow(voice, async ({ signal }) => {
    const tell = lineOf(voice);
    let before: readonly MachineJson[] | null = null;
    const read = async () => {
      const { machines: views, broken } = await machines.list();
      const now = Date.now();
      return [
        ...views.map((view) => machineJson(tell, view, now)),
        ...broken.map((each) => brokenJson(tell, each)),
      ];
    };
    const show = (found: readonly MachineJson[]) => {
      if (awaitReader(() => watching.changed())) return;
      for (const { event, machine } of listChanges(before, found)) {
        if (voice.json) sayJsonLine({ event, machine } satisfies WatchJson);
        else {
          const status = event === "removed" ? voice.cli.removed : statusText(voice, machine);
          say(`${machine.name}: ${status}`);
        }
      }
      before = found;
    };
    const watching = followTruth(read, show, (error) => {
      throw error;
    });
    // The watcher of folders does not keep the command running by itself.
    const alive = setInterval(() => {}, 60_000);
    const end = machines.watch(() => watching.changed());
    watching.changed();
    watching.open();
    if (signal?.aborted !== true && signal !== undefined) await once(signal, "abort");
    clearInterval(alive);
    end();
    return 0;
  });
}
