/** The tasks that root is asked for, each explained to a person before the prompt. */
export type RootTask =
  | {
      readonly do: "lan-up";
      readonly interface: string;
      /** The host's address with its prefix: `192.168.100.254/24`. */
      readonly address: string;
    }
  /** A LAN in the place of another one, which is on. */
  | { readonly do: "lan-move"; readonly interface: string; readonly address: string }
  /** Taking back what an earlier LAN has left. */
  | { readonly do: "lan-down" }
  /** Taking over a LAN whose supervisor is gone. */
  | { readonly do: "lan-keep" }
  /** Access to a disk of the host while a machine runs. */
  | { readonly do: "lend-device"; readonly device: string; readonly machine: string };

/** Returns whether a task is rare and dangerous enough to be explained each time. */
export function isExplainedAlways({ do: task }: RootTask): boolean {
  return task === "lend-device" || task === "lan-move";
}

/** A question to a person, before the password is asked for. */
export interface RootPrompt {
  readonly task: RootTask;
  /** The file that root would run, if the user may write to it; null: only root may. */
  readonly writable: string | null;
}

/** Asks whether to go on to the password; false: no. */
export type AskConsent = (prompt: RootPrompt) => Promise<boolean>;
