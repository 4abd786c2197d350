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
import type { CreateFromTemplate } from "../../contract/template/template.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { buildSshArgs, quoteForShell } from "../../core/machine/ssh-args.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { complain, note, type Voice, warn } from "../base/output.ts";
import { follow } from "../base/progress.ts";
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
  // The command begins as soon as it can log in, and nothing else is to use apt then.
  const wanted = { ...options, template, agent: false };
  const request = await readClone(tools.templates, name, wanted);
  if (!request.ok) return refuse(voice, request);
  if (request.value.sshKeys.length === 0) return refuse(voice, fail("run-no-key", {}));
  if (!(await tools.lanIsOn())) return refuse(voice, fail("lan-off", {}));
  // It waits before there is anything to remove.
  const { machines: folder } = pathsFrom(tools.env, process.getuid?.() ?? 0);
  const virtray = [process.execPath, process.argv[1] ?? ""];
  const removal =
    rm === true ? removeAfterUs(virtray, name, { folder, drafts: await draftName("*") }) : null;
  const made = await follow(voice, ({ signal }) => bring(tools, voice, request.value, signal));
  const onStart = (pid: number) => removal?.begun(pid);
  // A terminal of its own there, by which Ctrl-C reaches the command.
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ["-t"] : [];
  const ran = made.ready.ok
    ? await runAttached(
        "ssh",
        [...terminal, ...(await made.ready.value(command.map(quoteForShell)))],
        onStart,
      )
    : made.ready;
  const isGone = removal === null || (await removal.finish());
  if (!ran.ok) refuse(voice, ran);
  if (!isGone && made.isThere) refuse(voice, fail("run-not-removed", { name }));
  if (removal === null && made.isThere) note(voice.cli.template.runKept(name));
  return ran.ok ? ran.value : 1;
}

function refuse(voice: Voice, refused: Result<unknown>): number {
  if (!refused.ok) complain(voice, refused.error);
  return 1;
}

/** Returns the words by which ssh runs something in a machine. */
type SshWords = (words: readonly string[]) => Promise<readonly string[]>;

/** Makes the machine, and waits until it takes the login. */
async function bring(
  tools: RunTools,
  voice: Voice,
  request: CreateFromTemplate,
  signal: AbortSignal | undefined,
): Promise<{ readonly isThere: boolean; readonly ready: Result<SshWords> }> {
  let isAwake = false;
  const made = await tools.templates.createMachine(request, {
    signal,
    onCreated(how) {
      ({ isAwake } = how);
      const isTold = how.whyCold !== null && how.whyCold.code !== "cancelled";
      if (isTold) warn(voice, typedErrorLine(voice.words, how.whyCold));
    },
  });
  if (!made.ok) return { isThere: false, ready: made };
  return { isThere: true, ready: await awaitLogin(tools, made.value, isAwake, signal) };
}

/** Starts a machine unless it is awake, and waits until it takes the login. */
async function awaitLogin(
  { machines, env }: RunTools,
  { id, name, network, user, identities }: MachineFile,
  isAwake: boolean,
  signal: AbortSignal | undefined,
): Promise<Result<SshWords>> {
  const isCancelled = () => signal?.aborted === true;
  if (isCancelled()) return fail("cancelled", {});
  const started = isAwake ? ok(undefined) : await machines.start(id);
  if (!started.ok) return started;
  const { machines: folder } = pathsFrom(env, process.getuid?.() ?? 0);
  const knownHosts = join(folder, id, "known_hosts");
  const ssh: SshWords = async (words) => {
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
    const tried = await runProgram("ssh", await ssh(["true"]), {
      timeout: 30_000,
      ...(signal === undefined ? {} : { signal }),
    });
    if (isCancelled()) return fail("cancelled", {});
    if (tried.ok) return ok(ssh);
    if (tried.error.code === "program-missing") return tried;
    const found = await findByName(machines, id);
    if (!found.ok) return found;
    if (found.value.pid === null) return fail("machine-not-running", { name });
    if (Date.now() > deadline) return fail("machine-no-login", { name }, tried.error.cause);
    // The next look at the signal tells why a pause was cut short.
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}
