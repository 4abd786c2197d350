import type { Answer } from "../../../electron/contract/channels/table.ts";

/** The values that main proposes for a new machine, and the limits of this computer. */
export type Proposal = Answer<"machine.propose">;
