/** The steps that migrate version N of a file to version N + 1, by N, on plain JSON. */
export type MigrationSteps = Readonly<
  Record<number, (file: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
>;

/**
 * Migrates the JSON of one of our files to a version, step by step. JSON that is not an object, has
 * no version, or has one without a step is returned as it is then: the newest schema reports the
 * error.
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
