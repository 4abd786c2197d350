import * as v from "valibot";
import { type FarConsole, openFarConsole } from "../../adapters/computer/far-console.ts";
import type { FarTalk } from "../../adapters/computer/far-talk.ts";
import { openTerminal } from "../../adapters/desktop/open-terminal.ts";
import { startInTerminal } from "../../adapters/process/terminal-program.ts";
import type { Language } from "../../contract/base/languages.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import type { FarCreate, FarTemplate } from "../../contract/computer/far-create.ts";
import { farReference, parseReference } from "../../contract/computer/far-machine.ts";
import { type FarPath, farPathSchema } from "../../contract/computer/far-path.ts";
import { exitCodeSchema, farLogSchema, farMachinesSchema } from "../../contract/computer/serve.ts";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ConsoleKind, TerminalSize } from "../../contract/machine/console.ts";
import {
  type SnapshotView,
  snapshotIdSchema,
  snapshotNameSchema,
} from "../../contract/machine/snapshot.ts";
import { heldOpen } from "../../core/app/terminal.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import { strange, strangeAnswer } from "../../core/computer/judge-far.ts";
import { sshTerminalWords } from "../../core/computer/ssh-words.ts";
import { asking } from "./asking.ts";
import { type DirectLoginParts, directLogin, isInLanHere } from "./direct-login.ts";
import { createThere, farTemplates, type RunThere } from "./far-create.ts";
import type { FarLinks } from "./far-links.ts";

/** The actions on a machine there: each is a command of the same name. */
export type FarAction = "start" | "stop" | "kill" | "restart" | "pause" | "resume" | "suspend";

/** A connected console with its earlier output; nothing has been read from it yet. */
interface OpenFarConsole extends FarConsole {
  readonly resize?: (size: TerminalSize) => void;
}

/** The use cases of machines of other computers; each machine is named by its reference. */
export interface FarMachines {
  act(reference: string, action: FarAction): Promise<Result<void>>;
  log(reference: string): Promise<Result<readonly string[]>>;
  /** Checks its connection there, hop by hop; the sentences are that computer's. */
  path(reference: string): Promise<Result<FarPath>>;
  snapshots(reference: string): Promise<Result<readonly SnapshotView[]>>;
  changeSnapshots(
    reference: string,
    verb: "take" | "restore" | "delete",
    snapshot: string,
  ): Promise<Result<void>>;
  /** Lists the templates of a computer. */
  templates(computer: string): Promise<Result<readonly FarTemplate[]>>;
  create(request: FarCreate): Promise<Result<{ readonly id: string }>>;
  /** Opens a console: the screen and the serial line as they are there, or a login by the command there. */
  openConsole(reference: string, kind: ConsoleKind): Promise<Result<OpenFarConsole>>;
  /** Opens the user's terminal with a login to the machine; `say` asks for Return after a failure. */
  openTerminal(reference: string, terminal: string, say: string): Promise<Result<void>>;
}

/** The most characters of a command's output; a longer one is refused as no answer. */
const mostOutput = 1024 * 1024;
/** A sentence from there is cut to this length, in characters. */
const mostSaid = 300;
/** The time limit of a log, in seconds. */
const logSeconds = 15;

const saidSchema = v.object({ message: v.string() });
const failureSchema = v.object({ error: saidSchema });
const actionsSchema = v.array(v.object({ ok: v.boolean(), error: v.nullable(saidSchema) }));
const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const snapshotsSchema = v.pipe(
  v.array(
    v.object({
      id: snapshotIdSchema,
      name: snapshotNameSchema,
      kind: v.picklist(["manual", "automatic", "foreign"]),
      takenAt: v.pipe(v.string(), v.isoTimestamp()),
      memoryBytes: countSchema,
      bytes: v.nullable(countSchema),
      whole: v.boolean(),
    }),
  ),
  v.maxLength(1000),
);

/** Creates the use cases; what machines there are told is said in `language`. */
export function createFarMachines(
  links: Pick<FarLinks, "use">,
  language: () => Language,
  parts: DirectLoginParts & { readonly version: string },
): FarMachines {
  /** Runs our command there with `--json`, and returns what it writes; a fault that it finds is an answer, too. */
  async function run(
    reference: string,
    wordsFor: (id: string) => readonly string[],
    mayFind = false,
  ): Promise<Result<unknown>> {
    const { computer: name, id } = partsOf(reference);
    return links.use(name, async (talk, computer) => {
      let output = "";
      const words = [...wordsFor(id)];
      const code = await asking(
        talk,
        computer,
        { ask: "command", words, language: language() },
        exitCodeSchema,
        null,
        (to, text) => {
          if (to === "stdout" && output.length <= mostOutput) output += text;
        },
      );
      if (!code.ok) return code;
      const value = parse(output);
      if (value === undefined) return { ok: false, error: strange(name, output) };
      const said = saidIn(value);
      return (code.value === 0 || (mayFind && code.value === 1)) && said === null
        ? ok(value)
        : { ok: false, error: refusedThere(name, said ?? `${code.value}`) };
    });
  }
  const runThere: RunThere = (computer, words) => run(farReference(computer, ""), () => words);
  const plain = async (running: Promise<Result<unknown>>): Promise<Result<void>> => {
    const done = await running;
    return done.ok ? ok(undefined) : done;
  };
  return {
    templates: (computer) => farTemplates(runThere, computer),
    create: (request) => createThere(runThere, request),
    act: (reference, action) => plain(run(reference, (id) => [action, id, "--json"])),
    log(reference) {
      const { computer: name, id } = partsOf(reference);
      return links.use(name, async (talk, computer) => {
        const request = { ask: "log", machine: id } as const;
        const lines = await asking(talk, computer, request, farLogSchema, logSeconds);
        return lines.ok ? ok(lines.value.map(makeVisible)) : lines;
      });
    },
    async path(reference) {
      const told = await run(reference, (id) => ["doctor", "path", id, "--json"], true);
      const read = told.ok ? parseAnswer(reference, farPathSchema, told.value) : told;
      if (!read.ok) return read;
      const { name, culprit, hops } = read.value;
      return ok({ name: makeVisible(name), culprit, hops: hops.map(withVisibleWords) });
    },
    async snapshots(reference) {
      const listed = await run(reference, (id) => ["snapshot", "list", id, "--json"]);
      const read = listed.ok ? parseAnswer(reference, snapshotsSchema, listed.value) : listed;
      return read.ok
        ? ok(read.value.map((each) => ({ ...each, takenAt: Date.parse(each.takenAt) })))
        : read;
    },
    changeSnapshots: (reference, verb, snapshot) =>
      plain(run(reference, (id) => ["snapshot", verb, "--json", "--", id, snapshot])),
    openConsole(reference, kind) {
      const { computer: name, id } = partsOf(reference);
      return links.use(name, async (talk, computer) => {
        if (kind !== "terminal") {
          return openFarConsole(computer, { id, name: reference, kind }, parts.version);
        }
        const words = await loginWords(parts, talk, computer, id);
        const started = words.ok ? await startInTerminal(["ssh", ...words.value]) : words;
        if (!started.ok) return started;
        const { stream, resize } = started.value;
        return ok({ socket: stream, history: new Uint8Array(), resize });
      });
    },
    openTerminal(reference, terminal, say) {
      const { computer: name, id } = partsOf(reference);
      return links.use(name, async (talk, computer) => {
        const words = await loginWords(parts, talk, computer, id);
        return words.ok ? openTerminal(heldOpen(["ssh", ...words.value], say), terminal) : words;
      });
    },
  };
}

/** Returns the arguments of ssh that log in to a machine there: straight, if it is in the LAN here. */
async function loginWords(
  parts: DirectLoginParts,
  talk: FarTalk,
  computer: Computer,
  id: string,
): Promise<Result<readonly string[]>> {
  if (await isInLanHere(parts, computer)) {
    const all = await asking(talk, computer, { ask: "machines" }, farMachinesSchema);
    if (!all.ok) return all;
    const machine = all.value.find((each) => each.id === id);
    const direct =
      machine === undefined ? null : await directLogin(parts, computer, machine, null, []);
    if (direct !== null) return ok(direct);
  }
  return ok(sshTerminalWords(computer.host, ["virtray", "ssh", id], true));
}

function partsOf(reference: string): { readonly computer: string; readonly id: string } {
  return parseReference(reference) ?? { computer: "", id: reference };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseAnswer<T>(
  reference: string,
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
): Result<T> {
  const parsed = v.safeParse(schema, value);
  return parsed.success
    ? ok(parsed.output)
    : { ok: false, error: strangeAnswer(partsOf(reference).computer, value) };
}

function withVisibleWords(hop: FarPath["hops"][number]): FarPath["hops"][number] {
  const { what, todo } = hop;
  return { ...hop, what: makeVisible(what), todo: todo === null ? null : makeVisible(todo) };
}

/** Returns the sentence of a failure; null if nothing failed. */
function saidIn(value: unknown): string | null {
  const failure = v.safeParse(failureSchema, value);
  if (failure.success) return failure.output.error.message;
  const actions = v.safeParse(actionsSchema, value);
  const failed = actions.success ? actions.output.find((each) => !each.ok) : undefined;
  return failed === undefined ? null : (failed.error?.message ?? "?");
}

/** Returns the error of a command that failed there, with its sentence as a stranger's words. */
function refusedThere(name: string, said: string): AppError {
  const shown = makeVisible(said.slice(0, mostSaid));
  return appError("computer-refused", { name, said: said.length > mostSaid ? `${shown}…` : shown });
}
