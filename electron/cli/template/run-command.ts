import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { removeAfterUs } from "../../adapters/process/after-us.ts";
import { runAttached } from "../../adapters/process/run-attached.ts";
import { runProgram } from "../../adapters/process/run-program.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
import { draftName } from "../../adapters/store/definition-folder.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { buildSshArgs, quoteForShell } from "../../core/machine/ssh-args.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { complain, note, type Voice, warn } from "../base/output.ts";
import { findByName } from "../machine/commands.ts";
import { type CreateOptions, readClone } from "./create-command.ts";

/** An emulated guest with cloud-init takes minutes, in ms. */
const bootMs = 900_000;
/** The pause between two logins that are tried, in ms. */
const pauseMs = 500;

/** The options of `run` besides those of `create`. */
export interface RunOptions extends Omit<CreateOptions, "template"> {
  readonly rm?: true;
}

/** The parts of `run`. */
interface RunTools {
  readonly templates: TemplatesService;
  readonly machines: MachinesService;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly lanIsOn: () => Promise<boolean>;
}

/**
 * `virtray run [--rm] TEMPLATE -- COMMAND…`: the exit code is the command's. With `--rm` the machine is
 * gone afterwards, also if this is killed.
 */
export async function runCommand(
  tools: RunTools,
  voice: Voice,
  template: string,
  command: readonly string[],
  { rm = undefined, ...options }: RunOptions,
): Promise<number> {
  const name = `run-${randomBytes(3).toString("hex")}`;
  const request = await readClone(tools.templates, name, { ...options, template });
  if (!request.ok) return refuse(voice, request);
  if (request.value.sshKeys.length === 0) return refuse(voice, fail("run-no-key", {}));
  if (!(await tools.lanIsOn())) return refuse(voice, fail("lan-off", {}));
  // It waits before there is anything to remove.
  const { machines: folder } = pathsFrom(tools.env, process.getuid?.() ?? 0);
  const virtray = [process.execPath, process.argv[1] ?? ""];
  const removal =
    rm === true ? removeAfterUs(virtray, name, { folder, drafts: await draftName("*") }) : null;
  let isAwake = false;
  const made = await tools.templates.createMachine(request.value, {
    onCreated(how) {
      ({ isAwake } = how);
      if (how.whyCold !== null) warn(voice, typedErrorLine(voice.words, how.whyCold));
    },
  });
  const onStart = (pid: number) => removal?.begun(pid);
  const ran = made.ok ? await runIn(tools, made.value, { isAwake, command, onStart }) : made;
  const isGone = removal === null || (await removal.finish());
  if (!ran.ok) refuse(voice, ran);
  if (!isGone && made.ok) refuse(voice, fail("run-not-removed", { name }));
  if (removal === null && made.ok) note(voice.cli.template.runKept(name));
  return ran.ok ? ran.value : 1;
}

function refuse(voice: Voice, refused: Result<unknown>): number {
  if (!refused.ok) complain(voice, refused.error);
  return 1;
}

/** The way a command is run in a machine. */
interface RunRequest {
  /** Whether the machine runs already. */
  readonly isAwake: boolean;
  readonly command: readonly string[];
  /** Told the process that runs the command. */
  readonly onStart: (pid: number) => void;
}

/** Starts a machine, waits until it takes the login, and runs the command there on our terminal. */
async function runIn(
  { machines, env }: RunTools,
  { id, name, network, user, identities }: MachineFile,
  { isAwake, command, onStart }: RunRequest,
): Promise<Result<number>> {
  const started = isAwake ? ok(undefined) : await machines.start(id);
  if (!started.ok) return started;
  const { machines: folder } = pathsFrom(env, process.getuid?.() ?? 0);
  const knownHosts = join(folder, id, "known_hosts");
  const ssh = async (words: readonly string[]) => {
    const isKnown = await hasHostKey(knownHosts);
    return [
      ...["-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=10"],
      ...buildSshArgs(
        network.address,
        knownHosts,
        { user: user ?? null, identities, isKnown },
        words,
      ),
    ];
  };
  const deadline = Date.now() + bootMs;
  for (;;) {
    const tried = await runProgram("ssh", await ssh(["true"]), { timeout: 30_000 });
    if (tried.ok) break;
    if (tried.error.code === "program-missing") return tried;
    const found = await findByName(machines, id);
    if (!found.ok) return found;
    if (found.value.pid === null) return fail("machine-not-running", { name });
    if (Date.now() > deadline) return fail("machine-no-login", { name }, tried.error.cause);
    await delay(pauseMs);
  }
  // A terminal of its own there, by which Ctrl-C reaches the command.
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ["-t"] : [];
  return runAttached("ssh", [...terminal, ...(await ssh(command.map(quoteForShell)))], onStart);
}
