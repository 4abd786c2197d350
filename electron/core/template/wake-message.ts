import type { GuestIdentity } from "./cloud-init.ts";
import { readUserData } from "./read-user-data.ts";

/** The bytes of fresh randomness that a guest gets before anything else. */
export const wakeEntropyBytes = 64;

/**
 * The work of cloud-init in a guest that goes on, as at a first boot: nothing, user-data beside the user that is
 * there, or users and all else.
 */
export type WakeApply = "nothing" | "user-data" | "users";

/** The settings of user-data that decide who can log in, and with which host keys ssh answers. */
const loginSettings: ReadonlySet<string> = new Set([
  ...["user", "users", "groups", "system_info", "disable_root"],
  ...["ssh_keys", "ssh_deletekeys", "ssh_genkeytypes"],
]);

/** The facts of a guest that cloud-init has to apply. */
type Applied = Pick<GuestIdentity, "user" | "userData" | "proxy" | "certificates" | "agent">;

/** Returns what is to be done for a machine in a guest that was warmed for a user. */
export function whatToApply(
  { user, userData, proxy, certificates }: Omit<Applied, "agent">,
  formerUser: string,
): WakeApply {
  if (user !== formerUser) return "users";
  if (userData === null) {
    return proxy === null && certificates.length === 0 ? "nothing" : "user-data";
  }
  const own = readUserData(userData);
  const isPlain = own.isRead && own.map.entries.every(({ key }) => !loginSettings.has(key.text));
  return isPlain ? "user-data" : "users";
}

/** The facts for a guest that goes on from warmed memory. */
export interface WakeFacts extends Omit<GuestIdentity, Exclude<keyof Applied, "user">> {
  readonly machineId: string;
  /** The user that the guest had while it was warmed. */
  readonly formerUser: string;
  readonly apply: WakeApply;
  /** The instance that the guest was while it was warmed. */
  readonly formerInstance: string;
  /** Whether it brings itself the guest agent. */
  readonly agent: boolean;
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
    ["former-user", facts.formerUser],
    ["apply", facts.apply],
    ["agent", facts.agent ? "yes" : "no"],
    ...facts.sshKeys.map((key) => ["key", key]),
  ];
  return `${lines.map((words) => words.join(" ")).join("\n")}\nend\n`;
}
