import type { GuestIdentity } from "./cloud-init.ts";

/** The bytes of fresh randomness that a guest gets before anything else. */
export const wakeEntropyBytes = 64;

/** The facts for a guest that goes on from warmed memory. */
export interface WakeFacts extends Omit<GuestIdentity, "userData"> {
  readonly machineId: string;
  /** The instance that the guest was while it was warmed. */
  readonly formerInstance: string;
  /** Bytes that nobody can guess, in hex. */
  readonly entropy: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Builds the text that tells a guest who it is: a line for each fact, and an end, so that a shell can
 * read it, too. Randomness is first, because keys are made of it.
 */
export function wakeMessage(facts: WakeFacts): string {
  const lines = [
    ["entropy", facts.entropy],
    ["clock", (facts.now / 1000).toFixed(3)],
    ["machine-id", facts.machineId],
    ["hostname", facts.hostname],
    ["domain", facts.domain],
    ["former", facts.formerInstance],
    ["instance", facts.instanceId],
    ["mac", facts.mac],
    ["address", `${facts.address}/${facts.prefixLength}`],
    ["gateway", facts.gateway],
    ...facts.nameservers.map((server) => ["nameserver", server]),
    ["user", facts.user],
    ...facts.sshKeys.map((key) => ["key", key]),
  ];
  return `${lines.map((words) => words.join(" ")).join("\n")}\nend\n`;
}
