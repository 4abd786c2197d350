import type { FileHandle } from "node:fs/promises";
import type { Reading } from "../../core/base/stretch.ts";

/** Gives a look at a file what it asks for; `from`: where in the file begins what is looked at. */
export async function readStretches<T>(
  file: FileHandle,
  reading: Reading<T>,
  from = 0,
): Promise<T> {
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from + offset);
    step = reading.next(buffer.subarray(0, bytesRead));
  }
  return step.value;
}
