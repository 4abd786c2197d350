/** The stages in which cloud-init sets a guest up, in order. */
export const setupSteps = ["local", "network", "config", "final"] as const;
export type SetupStep = (typeof setupSteps)[number];

/** How far a guest's set-up by cloud-init is. */
export type GuestSetup =
  | { readonly stage: "booting" | "ready" }
  | {
      readonly stage: "setting-up";
      readonly step: SetupStep;
      /** Begin of the step, milliseconds since the epoch. */
      readonly since: number;
    }
  | {
      readonly stage: "failed";
      /** A line of the guest's own, limited and without control characters. */
      readonly line: string;
    };
