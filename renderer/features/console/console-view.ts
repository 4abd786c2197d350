import type { AppError } from "../../../electron/contract/errors/app-error.ts";

/** The state of a console's connection; an error is why it could not be opened. */
export type ConsoleStanding = "connecting" | "open" | "ended" | AppError;

/** A console on the page, of either kind. */
export interface ConsoleView {
  focus(): void;
  /** Sends a text as if it had been typed. */
  paste(text: string): void;
  close(): void;
}
