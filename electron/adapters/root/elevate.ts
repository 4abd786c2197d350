import { accessSync, constants, existsSync } from "node:fs";
import { basename, join } from "node:path";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ServeOrder } from "../../contract/lan/netd.ts";
import type { LanIdentity } from "../../contract/lan/network.ts";
import { type OneShotRequest, oneShotNames } from "../../contract/root/one-shot.ts";
import type { AskConsent, RootTask } from "../../contract/root/root.ts";
import { appErrorSchema } from "../files/app-error-schema.ts";
import { outliving } from "../process/close-inherited-files.ts";
import { currentFolder } from "../process/this-user.ts";
import { endPrompt } from "./cancel-prompt.ts";

/**
 * All that may be in a path that reaches a root shell's command line: nothing of it means
 * anything to a shell, not even inside double quotes.
 */
const safePath = /^\/[A-Za-z0-9/._+@-]*$/;

/** Returns the order to netd: to keep the LAN that a person agrees to, and no other. */
function serve(lan: LanIdentity | null): ServeOrder {
  if (lan === null) return { v: 2, do: "serve", lan };
  const { interface: name, address, prefixLength } = lan;
  return { v: 2, do: "serve", lan: { interface: name, address, prefixLength } };
}

/** In seconds, unless told otherwise: the person may have to find the password. */
const patience = 180;

/**
 * Returns the command line that becomes root: fixed words, and the LAN in one argument of
 * base64url.
 */
export function netdCommand(
  program: string,
  bundle: string,
  lan: LanIdentity | null,
): Result<readonly string[]> {
  return rootCommand(program, bundle, serve(lan));
}

/**
 * Returns the word that names a one-shot to the person and to root's part; none for netd's order,
 * and for anything else.
 */
function kindOf(order: ServeOrder | OneShotRequest): readonly string[] {
  return "once" in order ? oneShotNames.filter((name) => name === order.once.do) : [];
}

/**
 * Returns the command line by which a bundle gets an order as root: fixed words and one argument.
 */
function rootCommand(
  program: string,
  bundle: string,
  order: ServeOrder | OneShotRequest,
): Result<readonly string[]> {
  for (const path of [program, bundle]) {
    if (!safePath.test(path)) return fail("root-path-unsafe", { path });
  }
  const argument = Buffer.from(JSON.stringify(order)).toString("base64url");
  const words = ["/usr/bin/env", "ELECTRON_RUN_AS_NODE=1", program, bundle];
  return ok([...words, ...kindOf(order), argument]);
}

export interface ElevateOptions {
  readonly uid: number;
  /** The runtime that the bundle is run by. */
  readonly program: string;
  readonly bundle: string;
  /** Whether a person sits at a terminal, where sudo can ask if nothing else can. */
  readonly terminal: boolean;
  /** The time for which the prompt may go unanswered. */
  readonly promptSeconds?: number;
}

/**
 * Starts netd as root for a task, or tells the one that lives which LAN was agreed to (null if none
 * but the one that is on).
 */
export type StartNetd = (task: RootTask, lan: LanIdentity | null) => Promise<Result<void>>;

/**
 * Gives a way to start netd as root for a task. However many ask at once for the same LAN, there is
 * one explanation and one prompt, and all share the outcome.
 */
export function createNetdStarter(options: ElevateOptions, consent: AskConsent): StartNetd {
  const underWay = new Map<string, Promise<Result<void>>>();
  return (task, lan) => {
    const order = serve(lan);
    const key = JSON.stringify(order);
    const asked =
      underWay.get(key) ??
      withConsent(options, consent, task, () => runAsRoot(options, order)).finally(() =>
        underWay.delete(key),
      );
    underWay.set(key, asked);
    return asked;
  };
}

/**
 * Gives a way to start netd in a network of the user's own, which asks nobody: `within` returns the words before
 * a program's that make it root of that network.
 */
export function createOwnStarter(
  { program, bundle }: ElevateOptions,
  within: () => readonly string[],
): StartNetd {
  return async (_task, lan) => {
    const command = netdCommand(program, bundle, lan);
    return command.ok ? runDirectly(within(), command.value, patience) : command;
  };
}

/** Does as root what a person has agreed to once it was explained; root itself is not asked. */
export async function withConsent(
  { uid, bundle }: ElevateOptions,
  consent: AskConsent,
  task: RootTask,
  work: () => Promise<Result<void>>,
): Promise<Result<void>> {
  if (uid === 0) return work();
  const writable = mayWrite(bundle) ? bundle : null;
  return (await consent({ task, writable })) ? work() : fail("cancelled", {});
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Asks for the password, gives root's bundle an order, and tells what the bundle told. */
export async function runAsRoot(
  options: ElevateOptions,
  order: ServeOrder | OneShotRequest,
): Promise<Result<void>> {
  const command = rootCommand(options.program, options.bundle, order);
  if (!command.ok) return command;
  const seconds = options.promptSeconds ?? patience;
  if (options.uid === 0) return runDirectly([], command.value, seconds);
  const helper = ownHelper(options, order);
  const result =
    helper === null
      ? await prompt(command.value.join(" "), seconds)
      : await askPolkit(helper, command.value, seconds);
  const mayAskInTerminal = !result.ok && result.error.code === "root-no-agent" && options.terminal;
  return mayAskInTerminal ? runDirectly(["sudo", "--"], command.value, seconds) : result;
}

/** Runs it as the root that we are, or through sudo, which asks on the terminal by itself. */
async function runDirectly(
  prefix: readonly string[],
  command: readonly string[],
  seconds: number,
): Promise<Result<void>> {
  const [first = "", ...rest] = [...prefix, ...command];
  const [program, args] = outliving(first, rest);
  const throughSudo = first === "sudo";
  const { execa } = await import("execa");
  const result = await execa(program, args, {
    reject: false,
    stdin: throughSudo ? "inherit" : "ignore",
    stderr: throughSudo ? ["inherit", "pipe"] : "pipe",
    // Root's own environment may tell of an earlier sudo: the bundle would serve that user. sudo
    // itself is root's from its first moment, so no signal of ours would end it, and it would go on
    // reading what is typed: it keeps a time of its own, five minutes (sudoers(5), passwd_timeout).
    ...(throughSudo ? {} : { env: {}, extendEnv: false, timeout: seconds * 1000 }),
    cwd: "/",
  });
  if (result.timedOut) return fail("root-timeout", { seconds });
  const told = whatRootTold(result.stdout);
  if (told !== null) return told;
  // When the password was wrong or never came, or the user may not (sudo(8), "Exit value"); it has
  // told which on the terminal, in words of the user's language.
  if (throughSudo && result.exitCode === 1) return fail("root-sudo-refused", {});
  return fail("root-crashed", { detail: result.stderr.trim() || (result.shortMessage ?? "") });
}

/**
 * The folder of the programs that polkit's own actions for us let become root (build/packaging).
 */
const helpers = "/opt/Virtray/resources/root";

/**
 * Finds the program of an installed package that runs a bundle as root. polkit knows it by an
 * action of its own, so the dialogue names the order, and no shell is in between; null: sources or
 * an unpacked archive are run.
 */
function ownHelper({ bundle }: ElevateOptions, order: ServeOrder | OneShotRequest): string | null {
  const helper = join(helpers, kindOf(order)[0] ?? basename(bundle, ".js"));
  return bundle.startsWith("/opt/Virtray/") && existsSync(helper) ? helper : null;
}

/** Asks by an action of our own; `command` is what one would run by hand. */
async function askPolkit(
  helper: string,
  command: readonly string[],
  seconds: number,
): Promise<Result<void>> {
  const { execa } = await import("execa");
  const args = ["--disable-internal-agent", helper, command.at(-1) ?? ""];
  const result = await execa("pkexec", args, {
    reject: false,
    stdin: "ignore",
    cwd: "/",
    timeout: seconds * 1000,
  });
  if (result.timedOut) return fail("root-timeout", { seconds });
  const told = whatRootTold(result.stdout);
  if (told !== null) return told;
  const error = Object.assign(new Error(pkexecSaid(result)), { code: result.exitCode });
  return outcomeOf(error, "", result.stderr, command.join(" "));
}

/** Translates pkexec's exit code into sudo-prompt's words. */
function pkexecSaid(result: {
  readonly exitCode?: number | undefined;
  readonly stderr: string;
  readonly code?: string | undefined;
}): string {
  if (result.code === "ENOENT") return "Unable to find pkexec or kdesudo.";
  if (result.stderr.includes("No authentication agent found")) return noAgent;
  return result.exitCode === 126 || result.exitCode === 127 ? notGranted : result.stderr;
}

/** Runs it through sudo-prompt. */
async function prompt(command: string, seconds: number): Promise<Result<void>> {
  const { exec } = await import("sudo-prompt");
  const leaveFolder = standInRoot();
  try {
    return await new Promise((resolve) => {
      const late = setTimeout(() => {
        resolve(fail("root-timeout", { seconds }));
        void endPrompt(command);
      }, seconds * 1000);
      exec(command, { name: "Virtray" }, (error, stdout, stderr) => {
        clearTimeout(late);
        resolve(outcomeOf(error ?? null, String(stdout ?? ""), String(stderr ?? ""), command));
      });
    });
  } finally {
    leaveFolder();
  }
}

/**
 * sudo-prompt puts the current folder's path into a shell command, unescaped but for quotes:
 * a folder's name must not become a command, nor a deleted one an exception.
 */
function standInRoot(): () => void {
  // One that was deleted cannot be gone back to.
  const before = currentFolder();
  process.chdir("/");
  return () => {
    try {
      if (before !== null) process.chdir(before);
    } catch {
      // It was deleted in the meantime.
    }
  };
}

/** The messages of sudo-prompt for "never became root". */
const notGranted = "User did not grant permission.";
const noAgent = "No polkit authentication agent found.";
const notElevated = new Set([notGranted, noAgent]);

/**
 * Returns the outcome of an elevation from sudo-prompt's callback. pkexec ends with 126 if the
 * dialogue was dismissed and with 127 if the user may not (pkexec(1), "Return value").
 */
export function outcomeOf(
  error: (Error & { readonly code?: unknown }) | null,
  stdout: string,
  stderr: string,
  command: string,
): Result<void> {
  if (error === null || !notElevated.has(error.message)) {
    const told = whatRootTold(stdout);
    if (told !== null) return told;
    if (error?.message.startsWith("Unable to find pkexec")) {
      return fail("root-no-agent", { command: `sudo ${command}` });
    }
    const detail = stderr.trim() || error?.message || "it said nothing";
    return fail("root-crashed", { detail }, String(error));
  }
  const cause = `${command}\nexit ${String(error.code)}\n${stderr}`;
  if (error.message.startsWith("No polkit")) {
    return fail("root-no-agent", { command: `sudo ${command}` }, cause);
  }
  return error.code === 126 ? fail("root-dismissed", {}, cause) : fail("root-denied", {}, cause);
}

const rootWordSchema = v.variant("ok", [
  v.object({ ok: v.literal(true) }),
  v.object({ ok: v.literal(false), error: appErrorSchema }),
]);

/** Finds the line by which root's bundle reports its outcome; null if it did not. */
function whatRootTold(stdout: string): Result<void> | null {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  try {
    const parsed = v.safeParse(rootWordSchema, JSON.parse(line));
    if (!parsed.success) return null;
    return parsed.output.ok ? ok(undefined) : { ok: false, error: parsed.output.error };
  } catch {
    return null;
  }
}
