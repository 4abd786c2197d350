import type { AppError } from "../../../electron/contract/errors/app-error.ts";

/** How a console stands: an error says why it could not be connected. */
export type ConsoleStanding = "connecting" | "open" | "ended" | AppError;

/** A console on the page, of either kind. */
export interface ConsoleView {
  focus(): void;
  /** Sends a text as if it had been typed. */
  paste(text: string): void;
  close(): void;
}
