import * as v from "valibot";
import { connectQmp, type QmpClient } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

const statusSchema = v.object({ status: v.string() });

/** Asks `query-status` over an open connection; null if QEMU does not answer. */
export async function queryStatus(client: QmpClient, timeoutMs: number): Promise<string | null> {
  const answer = await client.execute("query-status", {}, timeoutMs);
  if (!answer.ok) return null;
  const parsed = v.safeParse(statusSchema, answer.value);
  return parsed.success ? parsed.output.status : null;
}

/** The same over a connection of its own. */
export async function askStatus(
  runtime: MachineRuntime,
  timeoutMs: number,
): Promise<string | null> {
  const client = await connectQmp(runtime.qemu.commandQmp, { timeoutMs });
  if (!client.ok) return null;
  const status = await queryStatus(client.value, timeoutMs);
  client.value.close();
  return status;
}
