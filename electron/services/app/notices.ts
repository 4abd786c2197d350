import { isDeepStrictEqual } from "node:util";
import type { Notice } from "../../contract/app/state.ts";
import type { AppError } from "../../contract/errors/app-error.ts";

/** The notices, each of which stays until it is dismissed. */
export interface Notices {
  list(): readonly Notice[];
  /**
   * Adds a notice of a machine, or of all (null); it replaces an earlier one with the same error.
   */
  add(level: Notice["level"], about: AppError, machine: string | null): void;
  /** Removes the notices of a machine, or of all: a new request makes them outdated. */
  forget(machine: string | null): void;
  dismiss(id: string): void;
}

/** Notices beyond this number push out the oldest, so that an unread list does not grow. */
const mostNotices = 50;

/**
 * Creates an empty list. `now` returns milliseconds since the epoch; `told` is called after each
 * `add`.
 */
export function createNotices(now: () => number, told: () => void): Notices {
  let notices: readonly Notice[] = [];
  let count = 0;
  return {
    list: () => notices,
    add(level, about, machine) {
      const rest = notices.filter(
        (notice) => notice.machine !== machine || !sameError(notice.about, about),
      );
      count += 1;
      const notice = { id: String(count), at: now(), level, about, machine };
      notices = [...rest, notice].slice(-mostNotices);
      told();
    },
    forget(machine) {
      notices = notices.filter((notice) => notice.machine !== machine);
    },
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
    },
  };
}

function sameError(a: AppError, b: AppError): boolean {
  return a.code === b.code && isDeepStrictEqual(a.params, b.params);
}
