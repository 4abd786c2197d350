import * as v from "valibot";
import type { GuestFacts } from "../../../contract/machine/guest-facts.ts";
import { readGuestFacts } from "../../../core/machine/guest/guest-facts.ts";
import type { MachineRuntime } from "../runtime.ts";
import { agentListens, askAgent } from "./guest-agent.ts";

/** The limits of each answer: an agent with many interfaces needs some 20 KiB. */
const limits = { timeoutMs: 3000, mostBytes: 256 * 1024 };

const answerSchema = v.object({ return: v.unknown() });

/** Asks a guest's agent for facts about it; null without an agent, and where it does not answer. */
export async function askGuestFacts(runtime: MachineRuntime): Promise<GuestFacts | null> {
  if (!(await agentListens(runtime))) return null;
  const ask = async (execute: string) => {
    const answer = await askAgent(runtime.qemu.agent, JSON.stringify({ execute }), limits);
    if (typeof answer === "string") return answer;
    const parsed = v.safeParse(answerSchema, answer);
    // An agent of an older version, or one that was forbidden to, refuses some of them.
    return parsed.success ? { told: parsed.output.return } : { told: undefined };
  };
  // One after the other, because the line takes one asker at a time.
  const system = await ask("guest-get-osinfo");
  // A silent or overlong one would only cost the same time for each further question.
  if (typeof system === "string") return null;
  const rest: unknown[] = [];
  for (const execute of ["guest-get-fsinfo", "guest-get-users", "guest-network-get-interfaces"]) {
    const answer = await ask(execute);
    rest.push(typeof answer === "string" ? undefined : answer.told);
  }
  const [fileSystems, users, interfaces] = rest;
  return readGuestFacts({ system: system.told, fileSystems, users, interfaces });
}
