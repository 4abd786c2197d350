/** The tasks that need root, each explained to a person before the prompt. */
export type RootTask =
  | {
      readonly do: "lan-up";
      readonly interface: string;
      /** The host's address with its prefix: `192.168.100.254/24`. */
      readonly address: string;
    }
  /** Replaces a LAN that is on by another one. */
  | { readonly do: "lan-move"; readonly interface: string; readonly address: string }
  /** Removes the leftovers of an earlier LAN. */
  | { readonly do: "lan-down" }
  /** Takes over a LAN whose netd is gone. */
  | { readonly do: "lan-keep" }
  /** Gives access to a disk of the host while a machine runs. */
  | { readonly do: "lend-device"; readonly device: string; readonly machine: string };

/** Returns whether a task is rare and dangerous enough to be explained each time. */
export function isExplainedAlways({ do: task }: RootTask): boolean {
  return task === "lend-device" || task === "lan-move";
}

/** A question to the user before the password prompt. */
export interface RootPrompt {
  readonly task: RootTask;
  /** The file that root would run, if the user may write to it; null if only root may. */
  readonly writable: string | null;
}

/** Asks whether to go on to the password; false if not. */
export type AskConsent = (prompt: RootPrompt) => Promise<boolean>;
