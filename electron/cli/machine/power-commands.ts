import { measureHostLoad } from "../../adapters/desktop/host-load.ts";
import { fail } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { createPace } from "../../services/machine/power/pace.ts";
import type { Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { actOnEach } from "./commands.ts";

/** `virtray start NAME…`: each once the computer has room for it; a signal ends it between two. */
export async function startCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  boot: boolean,
): Promise<number> {
  const pace = createPace({ machines, hostLoad: measureHostLoad });
  return follow(voice, ({ signal, onProgress }) => {
    let begun = 0;
    return actOnEach(machines, voice, names, async (id, { definition }) => {
      if (names.length > 1) onProgress?.({ step: "start", fraction: begun / names.length });
      begun += 1;
      await pace.room(definition.memoryMiB, signal);
      if (signal?.aborted === true) return fail("cancelled", {});
      const started = await (boot ? machines.boot(id) : machines.start(id));
      if (started.ok) pace.began(id);
      return started;
    });
  });
}

/** `virtray stop NAME…`: all at once, because each waits for its guest; a signal ends the waiting. */
export function stopCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  timeoutSeconds: number,
): Promise<number> {
  return follow(voice, ({ signal }) =>
    actOnEach(machines, voice, names, (id) => machines.stop(id, { timeoutSeconds, signal }), true),
  );
}

/** `virtray suspend NAME…`: one after the other, because each writes all its memory to the disk. */
export function suspendCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
): Promise<number> {
  return follow(voice, (options) =>
    actOnEach(machines, voice, names, (id) => machines.suspend(id, options)),
  );
}
