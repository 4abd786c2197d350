import { measureHostLoad } from "../../adapters/desktop/host-load.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import type { AwaitOptions, MachinesService } from "../../services/base/interfaces.ts";
import { createPace } from "../../services/machine/power/pace.ts";
import type { Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { actOnEach } from "./commands.ts";

interface StartOptions {
  readonly boot: boolean;
  /** Null: no machine is waited for. */
  readonly wait: Omit<AwaitOptions, "signal"> | null;
}

/** `virtray start NAME…`: each once the computer has room for it; a signal ends it between two. */
export async function startCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  { boot, wait }: StartOptions,
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
      if (!started.ok) return started;
      pace.began(id);
      if (wait === null) return started;
      const ready = await machines.awaitReady(id, { ...wait, signal });
      return ready.ok ? started : ready;
    });
  });
}

/** Starts a new machine, unless it runs already, and waits for it; without the LAN that is in vain. */
export async function startAndWait(
  machines: MachinesService,
  id: string,
  options: AwaitOptions,
): Promise<Result<void>> {
  const started = await machines.start(id);
  if (!started.ok && started.error.code !== "machine-running") return started;
  const warning = started.ok ? started.value.warning : null;
  return warning === null ? machines.awaitReady(id, options) : { ok: false, error: warning };
}

/** `virtray wait NAME…`: for all at once; a signal ends the wait, and no machine. */
export function waitCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  options: Omit<AwaitOptions, "signal">,
): Promise<number> {
  return follow(voice, ({ signal }) =>
    actOnEach(
      machines,
      voice,
      names,
      (id) => machines.awaitReady(id, { ...options, signal }),
      true,
    ),
  );
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

/** `virtray restart NAME…`: one after the other; a signal ends the waiting for a shutdown. */
export function restartCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  timeoutSeconds: number,
): Promise<number> {
  return follow(voice, ({ signal }) =>
    actOnEach(machines, voice, names, (id) => machines.restart(id, { timeoutSeconds, signal })),
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
