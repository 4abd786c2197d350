import type { Answer } from "../../../electron/contract/channels/table.ts";

/** The values that main proposes for a new machine, and the limits of this computer. */
export type Proposal = Answer<"machine.propose">;

/** A limit that is not known here: any number passes, because who makes the machine checks it. */
export const unknownLimit = Number.MAX_SAFE_INTEGER;

/** Returns the words for a limit; none for one that is not known here. */
export function limitHint(
  hint: ((most: number) => string) | undefined,
  most: number,
): string | undefined {
  return most === unknownLimit ? undefined : hint?.(most);
}
