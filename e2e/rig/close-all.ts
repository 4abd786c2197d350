/** Closes parts of a test in order; a part that was never made is left out. */
export async function closeAll(
  ...parts: readonly ({ close(): Promise<void> | void } | undefined)[]
): Promise<void> {
  for (const part of parts) await part?.close();
}
