import type { Paths } from "../../../adapters/files/paths.ts";
import { askGuestFacts } from "../../../adapters/qemu/agent/guest-facts.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { GuestFacts } from "../../../contract/machine/guest-facts.ts";
import { observeMachine } from "../../registry/parts.ts";

/** Asks a guest for facts about it; null if it does not run or has no agent. */
export async function readMachineFacts(
  paths: Paths,
  id: string,
): Promise<Result<GuestFacts | null>> {
  const observed = await observeMachine(paths, id);
  if (!observed.ok) return observed;
  const { facts, runtime } = observed.value;
  return ok(facts.process === null ? null : await askGuestFacts(runtime));
}
