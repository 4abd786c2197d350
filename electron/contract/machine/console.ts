import * as v from "valibot";

/** A machine's consoles: its serial line, and its screen by VNC (RFC 6143). */
export const consoleKinds = ["serial", "screen"] as const;
export type ConsoleKind = (typeof consoleKinds)[number];

/**
 * What either side sends before the other has acknowledged it, in bytes: enough for a full picture
 * in a few turns, little enough that a guest that never stops talking fills nobody's memory.
 */
export const consoleWindow = 512 * 1024;

/** The largest piece of one message, in bytes. */
export const consolePiece = 64 * 1024;

const bytesSchema = v.pipe(
  v.instance(Uint8Array),
  v.check((piece) => piece.byteLength <= consolePiece),
);

/** What both sides of a console's port say. */
export const consoleMessageSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("data"), bytes: bytesSchema }),
  /** So many bytes of data have been used. */
  v.strictObject({
    kind: v.literal("used"),
    count: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(consoleWindow)),
  }),
]);
export type ConsoleMessage = v.InferOutput<typeof consoleMessageSchema>;

/** What only main says: what was on the serial line before, once, first. */
export interface ConsoleHistory {
  readonly kind: "history";
  readonly bytes: Uint8Array;
}
