/** What turns version N of a file into version N + 1, by N. A step gets and gives plain JSON. */
export type MigrationSteps = Readonly<
  Record<number, (file: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
>;

/**
 * Brings what was read from a file of ours to a version, step by step. What is no object, has no
 * version, or has one that no step leads on from is given back as far as it got: the schema of the
 * newest version then says what is wrong with it.
 */
export function migrate(json: unknown, version: number, steps: MigrationSteps): unknown {
  let file = json;
  for (;;) {
    if (!isRecord(file) || typeof file["version"] !== "number") return file;
    const now = file["version"];
    const step = now < version ? steps[now] : undefined;
    if (step === undefined) return file;
    file = { ...step(file), version: now + 1 };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
