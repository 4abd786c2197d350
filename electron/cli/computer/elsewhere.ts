import { runAttached } from "../../adapters/process/run-attached.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import { readFarWords } from "../../core/computer/far-words.ts";
import { strange } from "../../core/computer/judge-far.ts";
import { sshTerminalWords } from "../../core/computer/ssh-words.ts";
import { computersOf } from "../../services/compose/computers.ts";
import type { Foundation } from "../../services/compose/foundation.ts";
import { readMachinesOf } from "../../services/compose/machines.ts";
import { listComputers } from "../../services/computer/list.ts";
import { finish, messagesLanguage, sayJson, type Voice, voiceFor } from "../base/output.ts";

/** Words for another computer. */
interface Elsewhere {
  readonly computer: Computer;
  readonly words: readonly string[];
}

/**
 * Runs a command on the computer that its words are about; returns its exit code, or null if that is
 * this computer.
 */
export async function runElsewhere(
  foundation: Foundation,
  version: string,
  words: readonly string[],
): Promise<number | null> {
  const { computers } = await foundation.settings.read();
  // A computer that is named without any is told to be unknown.
  if (computers.length === 0 && !words.some((word) => word.startsWith("--on"))) return null;
  const found = await whereTo(foundation, computers, words);
  if (found === null) return null;
  const voice = await voiceFor(words.includes("--json"));
  const code = found.ok ? await runThere(foundation, version, voice, found.value) : found;
  return code.ok ? code.value : finish(voice, code, () => {});
}

async function whereTo(
  foundation: Foundation,
  computers: readonly Computer[],
  words: readonly string[],
): Promise<Result<Elsewhere> | null> {
  const about = readFarWords(
    words,
    computers.map(({ name }) => name),
  );
  if (about.kind === "here") return null;
  if (about.kind === "several") return fail("computer-several", {});
  if (about.kind === "named") {
    const computer = computers.find(({ name }) => name === about.computer);
    return computer === undefined
      ? fail("computer-unknown", { name: about.computer })
      : ok({ computer, words: about.words });
  }
  const { machine } = about;
  const own = await readMachinesOf(foundation.paths)();
  if (!own.ok || own.value.some(({ name, id }) => name === machine || id === machine)) return null;
  const having = (await listComputers(foundation)).filter(({ record }) =>
    record?.machines.some(({ name }) => name === machine),
  );
  const [one] = having;
  if (one === undefined) return null;
  return having.length === 1
    ? ok({ computer: one, words })
    : fail("computer-ambiguous", { machine, names: having.map((each) => each.name).join(", ") });
}

async function runThere(
  foundation: Foundation,
  version: string,
  voice: Voice,
  { computer, words }: Elsewhere,
): Promise<Result<number>> {
  // Keys that a person types in a machine go to the terminal there, not through a conversation.
  if (words[0] === "ssh") {
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    return runAttached("ssh", sshTerminalWords(computer.host, ["virtray", ...words], isTerminal));
  }
  let json = "";
  const code = await computersOf(foundation, version).run(
    computer.name,
    words,
    messagesLanguage(process.env),
    (to, text) => {
      if (voice.json && to === "stdout") json += text;
      else process[to].write(text.split("\n").map(makeVisible).join("\n"));
    },
  );
  if (!code.ok || json === "") return code;
  try {
    sayJson(JSON.parse(json));
  } catch {
    return { ok: false, error: strange(computer.name, json) };
  }
  return code;
}
