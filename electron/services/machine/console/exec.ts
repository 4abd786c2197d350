import { agentListens } from "../../../adapters/qemu/agent/guest-agent.ts";
import { type GuestCommandEnd, runInGuest } from "../../../adapters/qemu/agent/guest-exec.ts";
import { fail, type Result } from "../../../contract/errors/app-error.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

/** A command for a guest, and how long its end is waited for. */
export interface ExecRequest {
  readonly words: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command in a running machine by its guest agent, which takes no network. */
export async function execInMachine(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
  request: ExecRequest,
): Promise<Result<GuestCommandEnd>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const { machine, runtime } = running.value;
  const { name } = machine;
  if (!(await agentListens(runtime))) return fail("agent-not-there", { name });
  return runInGuest(runtime.qemu.agent, { name, ...request });
}
