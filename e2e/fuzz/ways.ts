/**
 * The ways in which an image reaches QEMU: as a template from a file or a URL, as a machine's disk
 * or a further one. Each is also tried with a disk that is rewritten after it was added, as its
 * guest can.
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

/** An order to the traced program; `url` serves the same bytes as the file. */
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
