import type { Duplex } from "node:stream";
import { startInTerminal } from "../../../adapters/process/terminal-program.ts";
import { connectSocket, readLogEnd } from "../../../adapters/qemu/console-socket.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { ConsoleKind, TerminalSize } from "../../../contract/machine/console.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { loginCommand } from "./login-command.ts";

/** A connected console with its earlier output; nothing has been read from it yet. */
export interface OpenConsole {
  readonly socket: Duplex;
  readonly history: Uint8Array;
  /** Gives it another size; a console that has none of its own cannot. */
  readonly resize?: (size: TerminalSize) => void;
}

/** Connects to a running machine's serial line or screen, or logs in to it on a new terminal. */
export async function openConsole(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
  kind: ConsoleKind,
): Promise<Result<OpenConsole>> {
  const observed = await requireRunning(paths, id);
  if (!observed.ok) return observed;
  const { machine, runtime } = observed.value;
  if (kind === "terminal") {
    const started = await startInTerminal(await loginCommand(paths, machine));
    if (!started.ok) return started;
    const { stream, resize } = started.value;
    return ok({ socket: stream, history: new Uint8Array(), resize });
  }
  const { serial, serialLog, vnc } = runtime.qemu;
  const socket = await connectSocket(kind === "serial" ? serial : vnc);
  if (socket === null) return fail("machine-not-answering", { name: machine.name });
  const history = kind === "serial" ? await readLogEnd(serialLog) : new Uint8Array();
  return ok({ socket, history });
}
