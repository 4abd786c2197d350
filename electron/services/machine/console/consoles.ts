import type { Duplex } from "node:stream";
import { startInTerminal } from "../../../adapters/process/terminal-program.ts";
import { connectSocket, readLogEnd } from "../../../adapters/qemu/console-socket.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import {
  type ConsoleKind,
  mostLogins,
  type TerminalSize,
} from "../../../contract/machine/console.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { loginCommand } from "./login-command.ts";

/** A connected console with its earlier output; nothing has been read from it yet. */
export interface OpenConsole {
  readonly socket: Duplex;
  readonly history: Uint8Array;
  /** Gives it another size; a console that has none of its own cannot. */
  readonly resize?: (size: TerminalSize) => void;
}

/** The function that opens consoles. */
type OpenConsoles = (id: string, kind: ConsoleKind) => Promise<Result<OpenConsole>>;

/**
 * Creates the function that connects to a running machine's serial line or screen, or logs in to it on a
 * new terminal.
 */
export function createConsoles({ paths }: Pick<MachinesParts, "paths">): OpenConsoles {
  /** The machines of the logins that are open. */
  const logins: string[] = [];

  async function logIn(machine: MachineFile): Promise<Result<OpenConsole>> {
    if (logins.filter((each) => each === machine.id).length >= mostLogins) {
      return fail("logins-too-many", { most: mostLogins });
    }
    const leave = () => logins.splice(logins.indexOf(machine.id), 1);
    logins.push(machine.id);
    const started = await startInTerminal(await loginCommand(paths, machine));
    if (!started.ok) {
      leave();
      return started;
    }
    const { stream, resize } = started.value;
    stream.once("close", leave);
    return ok({ socket: stream, history: new Uint8Array(), resize });
  }

  return async (id, kind) => {
    const observed = await requireRunning(paths, id);
    if (!observed.ok) return observed;
    const { machine, runtime } = observed.value;
    if (kind === "terminal") return logIn(machine);
    const { serial, serialLog, vnc } = runtime.qemu;
    const socket = await connectSocket(kind === "serial" ? serial : vnc);
    if (socket === null) return fail("machine-not-answering", { name: machine.name });
    const history = kind === "serial" ? await readLogEnd(serialLog) : new Uint8Array();
    return ok({ socket, history });
  };
}
