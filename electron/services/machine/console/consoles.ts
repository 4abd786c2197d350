import { connectSocket, readLogEnd } from "../../../adapters/qemu/console-socket.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { ConsoleKind } from "../../../contract/machine/console.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

type ConsoleSocket = NonNullable<Awaited<ReturnType<typeof connectSocket>>>;

/** A connected console with its earlier output; nothing has been read from it yet. */
export interface OpenConsole {
  readonly socket: ConsoleSocket;
  readonly history: Uint8Array;
}

/** Connects to a running machine's serial line or screen. */
export async function openConsole(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
  kind: ConsoleKind,
): Promise<Result<OpenConsole>> {
  const observed = await requireRunning(paths, id);
  if (!observed.ok) return observed;
  const { machine, runtime } = observed.value;
  const { serial, serialLog, vnc } = runtime.qemu;
  const socket = await connectSocket(kind === "serial" ? serial : vnc);
  if (socket === null) return fail("machine-not-answering", { name: machine.name });
  const history = kind === "serial" ? await readLogEnd(serialLog) : new Uint8Array();
  return ok({ socket, history });
}
