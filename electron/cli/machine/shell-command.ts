import { createInterface } from "node:readline/promises";
import type { Paths } from "../../adapters/files/paths.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { lineCommand, readLineEnd } from "../../services/machine/console/agent-shell.ts";
import { createConsoles } from "../../services/machine/console/consoles.ts";
import { execInMachine } from "../../services/machine/console/exec.ts";
import { findShellWay, type ShellWay } from "../../services/machine/console/shell-way.ts";
import { complain, finish, note, passOn, passRaw, type Voice } from "../base/output.ts";
import { findByName } from "./commands.ts";
import { sshCommand } from "./ssh-command.ts";

/** The parts of a shell in a found machine. */
interface ShellParts {
  readonly paths: Paths;
  readonly voice: Voice;
  readonly id: string;
  readonly name: string;
}

/** `virtray shell NAME`: by ssh, else by the guest agent, else by the serial console, and it says which. */
export async function shellCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  machine: string,
  by: ShellWay | null,
): Promise<number> {
  const found = await findByName(machines, machine);
  if (!found.ok) return finish(voice, found, () => {});
  const { id, name } = found.value;
  const paths = pathsFrom(env, process.getuid?.() ?? 0);
  const way = by === null ? await findShellWay({ paths }, id) : ok(by);
  if (!way.ok) return finish(voice, way, () => {});
  note(voice.cli.shell[way.value](name));
  const parts = { paths, voice, id, name };
  switch (way.value) {
    case "ssh":
      return sshCommand(machines, voice, env, name, { user: null, command: [] });
    case "agent":
      return byAgent(parts);
    case "serial":
      return finish(voice, await bySerial(parts), () => {});
  }
}

/** Time for one line, which nobody can answer or interrupt there, in ms. */
const lineMs = 10 * 60_000;

/** Reads lines and runs each by the agent, until the end of the input or “exit”. */
async function byAgent({ paths, voice, id, name }: ShellParts): Promise<number> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  let folder = "/";
  let exitCode = 0;
  const prompt = () => {
    terminal.setPrompt(process.stdin.isTTY ? `${name}:${makeVisible(folder)}# ` : "");
    terminal.prompt();
  };
  terminal.once("SIGINT", () => terminal.close());
  prompt();
  for await (const line of terminal) {
    if (line.trim() === "exit") break;
    if (line.trim() !== "") {
      const words = lineCommand(folder, line);
      const ended = await execInMachine({ paths }, id, { words, timeoutMs: lineMs });
      if (!ended.ok) {
        exitCode = tell(voice, ended.error);
        if (ended.error.code !== "exec-not-ended") break;
      } else {
        const read = readLineEnd(ended.value.stdout, folder);
        ({ folder } = read);
        ({ exitCode } = ended.value);
        passOn("stdout", read.output);
        passOn("stderr", ended.value.stderr);
      }
    }
    prompt();
  }
  terminal.close();
  return exitCode;
}

function tell(voice: Voice, error: AppError): number {
  complain(voice, error);
  return 1;
}

/** Ctrl-], by which telnet and virsh end a console, too. */
const endKey = 0x1d;

/** Ties the terminal to the serial console, until Ctrl-] or its end. */
async function bySerial({ paths, id, name }: ShellParts): Promise<Result<void>> {
  const opened = await createConsoles({ paths })(id, "serial");
  if (!opened.ok) return opened;
  const { socket, history } = opened.value;
  const { stdin } = process;
  if (stdin.isTTY) stdin.setRawMode(true);
  passRaw(history);
  return new Promise((resolve) => {
    const end = (result: Result<void>) => {
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
      stdin.removeAllListeners("data");
      socket.destroy();
      resolve(result);
    };
    socket.on("data", (chunk: Uint8Array) => passRaw(chunk));
    socket.once("close", () => end(fail("machine-not-answering", { name })));
    stdin.on("data", (chunk: Buffer) => {
      const at = chunk.indexOf(endKey);
      socket.write(at === -1 ? chunk : chunk.subarray(0, at));
      if (at !== -1) end(ok(undefined));
    });
    stdin.once("end", () => end(ok(undefined)));
  });
}
