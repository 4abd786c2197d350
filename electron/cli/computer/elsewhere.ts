import { readFarRecord } from "../../adapters/computer/far-cache.ts";
import { runAttached } from "../../adapters/process/run-attached.ts";
import { ownHome } from "../../adapters/process/this-user.ts";
import { findSshKeys } from "../../adapters/ssh/keys.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import { readFarLogin } from "../../core/computer/far-login.ts";
import { readFarWords } from "../../core/computer/far-words.ts";
import { strange } from "../../core/computer/judge-far.ts";
import { sshTerminalWords } from "../../core/computer/ssh-words.ts";
import { computersOf } from "../../services/compose/computers.ts";
import type { Foundation } from "../../services/compose/foundation.ts";
import { readMachinesOf } from "../../services/compose/machines.ts";
import { directLogin, isInLanHere } from "../../services/computer/direct-login.ts";
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

/** The most characters of a command's output as JSON: a thousand machines have less. */
const mostJson = 16 * 1024 ** 2;

async function runThere(
  foundation: Foundation,
  version: string,
  voice: Voice,
  { computer, words }: Elsewhere,
): Promise<Result<number>> {
  // Keys that a person types in a machine go to the terminal there, not through a conversation.
  if (words[0] === "ssh") {
    const direct = await directWords(foundation, version, computer, words);
    if (!direct.ok) return direct;
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const there = () => sshTerminalWords(computer.host, ["virtray", ...words], isTerminal);
    return runAttached("ssh", direct.value ?? there());
  }
  const keys = words[0] === "create" ? await ownKeys(words) : [];
  let json = "";
  const code = await computersOf(foundation, version).run(
    computer.name,
    [...words, ...keys],
    messagesLanguage(process.env),
    (to, text) => {
      if (voice.json && to === "stdout") {
        // Ours is never longer, and a stranger could fill the memory.
        if (json.length <= mostJson) json += text;
      } else process[to].write(text.split("\n").map(makeVisible).join("\n"));
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

/** Returns the arguments of ssh for a machine there that is in the LAN here; null if it is not. */
async function directWords(
  foundation: Foundation,
  version: string,
  computer: Computer,
  words: readonly string[],
): Promise<Result<readonly string[] | null>> {
  const login = readFarLogin(words);
  if (login === null || !(await isInLanHere(foundation, computer))) return ok(null);
  const refreshed = await computersOf(foundation, version).refresh(computer.name);
  if (!refreshed.ok) return refreshed;
  const record = await readFarRecord(foundation.paths, computer.name);
  const machine = record?.machines.find(({ id, name }) => [id, name].includes(login.machine));
  if (machine === undefined) return ok(null);
  return ok(await directLogin(foundation, computer, machine, login.user, login.command));
}

/** Returns the words that let this user into a new machine there, unless they chose keys themselves. */
async function ownKeys(words: readonly string[]): Promise<readonly string[]> {
  if (words.some((word) => word.startsWith("--key"))) return [];
  const keys = await findSshKeys(ownHome());
  return keys.map((key) => `--public-key=${key}`);
}
