import { mostLogins } from "../../../electron/contract/machine/console.ts";

/** The logins to one machine that its page has open, by their numbers. */
export interface Logins {
  readonly numbers: readonly number[];
  /** The number of the one that is shown; 0 for none. */
  readonly shown: number;
}

export const noLogins: Logins = { numbers: [], shown: 0 };

/** Returns logins with one more, which is shown; null if these are the most. */
export function addLogin({ numbers }: Logins): Logins | null {
  if (numbers.length >= mostLogins) return null;
  let next = 1;
  while (numbers.includes(next)) next += 1;
  return { numbers: [...numbers, next].sort((one, two) => one - two), shown: next };
}

/** Returns logins without one of them; its neighbour is shown in its place. */
export function closeLogin({ numbers, shown }: Logins, closed: number): Logins {
  const at = numbers.indexOf(closed);
  const kept = numbers.filter((each) => each !== closed);
  return { numbers: kept, shown: shown === closed ? (kept[at] ?? kept.at(-1) ?? 0) : shown };
}

/** Returns logins with the next or the previous one shown; after the last one comes the first. */
export function stepLogin({ numbers, shown }: Logins, by: 1 | -1): Logins {
  const at = numbers.indexOf(shown) + by;
  return { numbers, shown: numbers.at(at % numbers.length) ?? 0 };
}

/** The changes of logins that keys ask for. */
export type LoginKey = "add" | "close" | "next" | "previous";

type Press = Pick<KeyboardEvent, "code" | "ctrlKey" | "shiftKey" | "altKey">;

/** Returns the change that a key asks for, by the keys of other terminals; null for any other key. */
export function loginKeyOf({ code, ctrlKey, shiftKey, altKey }: Press): LoginKey | null {
  if (!ctrlKey || altKey) return null;
  if (shiftKey) return code === "KeyT" ? "add" : code === "KeyW" ? "close" : null;
  return code === "PageDown" ? "next" : code === "PageUp" ? "previous" : null;
}
