import * as v from "valibot";

/** A machine's consoles: its screen by VNC (RFC 6143), a login by ssh, and its serial line. */
export const consoleKinds = ["screen", "terminal", "serial"] as const;
export type ConsoleKind = (typeof consoleKinds)[number];

/** The most logins to one machine that windows have open: each takes a process and a connection. */
export const mostLogins = 8;

/**
 * The bytes that either side sends before an acknowledgement: enough for a full picture in a few
 * turns, and a bound on memory for a guest that writes without end.
 */
export const consoleWindow = 512 * 1024;

/** The largest piece of one message, in bytes. */
export const consolePiece = 64 * 1024;

const bytesSchema = v.pipe(
  v.instance(Uint8Array),
  v.check((piece) => piece.byteLength <= consolePiece),
);

/** The most rows or columns of a terminal: the kernel keeps each as 16 bits, and no screen has more. */
const mostCells = 2000;

const cellsSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostCells));

/** The size of a terminal, in characters. */
export const terminalSizeSchema = v.strictObject({ rows: cellsSchema, columns: cellsSchema });
export type TerminalSize = v.InferOutput<typeof terminalSizeSchema>;

/** The messages of both sides of a console's port. */
export const consoleMessageSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("data"), bytes: bytesSchema }),
  /** Acknowledges so many bytes of data. */
  v.strictObject({
    kind: v.literal("used"),
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(consoleWindow)),
  }),
  /** The page's terminal has another size now; a console that has no size of its own refuses it. */
  v.strictObject({ kind: v.literal("size"), size: terminalSizeSchema }),
]);
export type ConsoleMessage = v.InferOutput<typeof consoleMessageSchema>;

/** Main's first message: the earlier output of the serial line. */
export interface ConsoleHistory {
  readonly kind: "history";
  readonly bytes: Uint8Array;
}
