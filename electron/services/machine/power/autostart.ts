import type { AppError, Result } from "../../../contract/errors/app-error.ts";
import { dueMachines } from "../../../core/machine/autostart-plan.ts";
import type { MachinesService, NetworkService } from "../../base/interfaces.ts";
import { createPace, type PaceParts } from "./pace.ts";

/**
 * The parts of resuming the work. The app passes its own ways to start, which show in its windows.
 */
export interface AutostartParts {
  readonly machines: Pick<MachinesService, "list" | "wanted">;
  readonly network: Pick<NetworkService, "read">;
  readonly lanUp: () => Promise<Result<void>>;
  readonly start: (id: string) => Promise<Result<unknown>>;
  readonly hostLoad: PaceParts["hostLoad"];
}

/** The outcome of an automatic start. */
export interface AutostartReport {
  /** Why the LAN is not on; null if it is, or no machine needs it. */
  readonly lan: AppError | null;
  /** In the order of their starts. */
  readonly machines: readonly {
    readonly id: string;
    readonly name: string;
    readonly error: AppError | null;
  }[];
}

/**
 * Starts the machines that should run, in order, each once the ones before leave it room; the LAN
 * first, if there is any. Without the LAN they start all the same, and are plugged in when it
 * comes. Repeated, it starts only the machines that are missing.
 */
export async function resumeWork(parts: AutostartParts): Promise<AutostartReport> {
  const [{ machines }, wanted] = await Promise.all([
    parts.machines.list(),
    parts.machines.wanted(),
  ]);
  const due = dueMachines(machines, wanted);
  if (due.length === 0) return { lan: null, machines: [] };
  const { lan: view } = await parts.network.read();
  const lan = view.status === "on" ? null : await parts.lanUp();
  const done: { id: string; name: string; error: AppError | null }[] = [];
  const pace = createPace(parts);
  for (const { id, name, definition } of due) {
    await pace.room(definition.memoryMiB);
    const started = await parts.start(id);
    if (started.ok) pace.began(id);
    done.push({ id, name, error: started.ok ? null : started.error });
  }
  return { lan: lan === null || lan.ok ? null : lan.error, machines: done };
}
