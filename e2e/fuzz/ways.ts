/**
 * The ways in which an image comes to QEMU: as a template from a file, from a URL, as a machine's disk or a
 * further one; and what happens with a disk that was rewritten after it had been taken, as its guest can.
 */
export const ways = [
  "template",
  "url",
  "add",
  "further",
  "rewritten-raw",
  "rewritten-qcow2",
] as const;
export type Way = (typeof ways)[number];

/** An order to the watched program; `url` serves the same bytes as the file. */
export interface Order {
  readonly way: Way;
  readonly path: string;
  readonly url: string;
}

/** The outcome: each step with its error's code or “ok”, and the files that were made. */
export interface Outcome {
  readonly steps: readonly string[];
  readonly made: readonly string[];
}
