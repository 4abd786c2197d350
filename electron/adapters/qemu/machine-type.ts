import * as v from "valibot";
import { machineTypeSchema } from "../../contract/machine/machine.ts";
import { connectQmp } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/** The type's name in QEMU's object model has this ending (TYPE_MACHINE_SUFFIX, hw/boards.h). */
const suffix = "-machine";

const answerSchema = v.pipe(
  v.string(),
  v.endsWith(suffix),
  v.transform((name) => name.slice(0, -suffix.length)),
  machineTypeSchema,
);

/**
 * Asks a running QEMU for its machine type with the version, which an alias such as `pc` leaves
 * open; null if it does not answer.
 */
export async function askMachineType(runtime: MachineRuntime): Promise<string | null> {
  const client = await connectQmp(runtime.qemu.commandQmp);
  if (!client.ok) return null;
  const answer = await client.value.execute("qom-get", { path: "/machine", property: "type" });
  client.value.close();
  const parsed = v.safeParse(answerSchema, answer.ok ? answer.value : null);
  return parsed.success ? parsed.output : null;
}
