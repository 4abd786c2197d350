import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { machineError, qemuProgram } from "./process.ts";
import { connectQmp } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

const changeSchema = v.object({ id: v.string(), status: v.string() });
const jobsSchema = v.array(v.object({ id: v.string(), error: v.optional(v.string()) }));

/**
 * Has a running QEMU do long work as a job (qapi/job.json), and waits for its end. `timeoutMs`:
 * after this long without an end QEMU is taken for stuck; jobs that save or load the whole state
 * keep it from answering anything else meanwhile.
 */
export async function runQemuJob(
  runtime: MachineRuntime,
  name: string,
  command: string,
  args: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<Result<void>> {
  const id = `virtray-${randomUUID()}`;
  let conclude: ((how: "concluded" | "lost") => void) | null = null;
  const end = new Promise<"concluded" | "lost">((resolve) => {
    conclude = resolve;
  });
  const connected = await connectQmp(runtime.qemu.commandQmp, {
    onEvent: ({ name: event, data }) => {
      if (event !== "JOB_STATUS_CHANGE") return;
      const said = v.safeParse(changeSchema, data);
      if (said.success && said.output.id === id && said.output.status === "concluded") {
        conclude?.("concluded");
      }
    },
    onClose: () => conclude?.("lost"),
  });
  if (!connected.ok) return { ok: false, error: machineError(name, connected.error) };
  const client = connected.value;
  let timer: NodeJS.Timeout | undefined;
  try {
    const begun = await client.execute(command, { ...args, "job-id": id }, timeoutMs);
    if (!begun.ok) return { ok: false, error: machineError(name, begun.error) };
    const ended = await Promise.race([
      end,
      new Promise<"timeout">((resolve) => {
        timer = setTimeout(() => resolve("timeout"), timeoutMs);
      }),
    ]);
    if (ended !== "concluded")
      return fail("machine-not-answering", { name }, `${command}: ${ended}`);
    const listed = await client.execute("query-jobs");
    if (!listed.ok) return { ok: false, error: machineError(name, listed.error) };
    const parsed = v.safeParse(jobsSchema, listed.value);
    const detail = parsed.success ? parsed.output.find((job) => job.id === id)?.error : undefined;
    await client.execute("job-dismiss", { id });
    return detail === undefined
      ? ok(undefined)
      : { ok: false, error: appError("program-failed", { program: qemuProgram, detail }, detail) };
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
