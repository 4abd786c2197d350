import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import {
  type AppError,
  assertNever,
  fail,
  ok,
  type Result,
} from "../../contract/errors/app-error.ts";
import {
  type OneShotAction,
  type OneShotStep,
  oneShotRequestSchema,
} from "../../contract/root/one-shot.ts";
import { fileError } from "../../core/base/file-error.ts";
import { findForwardBlockers, iptablesFor } from "../../core/firewall/foreign-firewall.ts";
import { findLegacyBlocker } from "../../core/firewall/legacy-firewall.ts";
import { hostsBlock } from "../../core/lan/names/hosts-block.ts";
import { type OneShotFacts, planOneShot, stepWords } from "../../core/root/one-shot-plan.ts";
import { createLog } from "../base/log.ts";
import { findProgram, type Outcome, run } from "../base/programs.ts";
import { makeRunFolder, networkNamespace } from "../base/run-folder.ts";
import { bootId, readStateFile } from "../base/state-file.ts";
import { listLegacy, listTagged } from "../kernel/read-firewall.ts";
import { changeHosts } from "./hosts-file.ts";
import { lendDevice, takeBackLeftovers } from "./lend-device.ts";

const packageOf: Readonly<Record<string, string>> = {
  modprobe: "kmod",
  usermod: "passwd",
  iptables: "iptables",
  "iptables-legacy": "iptables",
  nft: "nftables",
  getent: "libc-bin",
  setfacl: "acl",
};

/**
 * Reads the command line: the name that the password dialogue went by, and the order. Null if it is
 * not exactly one of the known actions, or another one than the person agreed to.
 */
export function readOneShotRequest(
  name: string | undefined,
  argument: string | undefined,
): OneShotAction | null {
  try {
    const text = Buffer.from(argument ?? "", "base64url").toString("utf8");
    const parsed = v.safeParse(oneShotRequestSchema, JSON.parse(text));
    return parsed.success && parsed.output.once.do === name ? parsed.output.once : null;
  } catch {
    return null;
  }
}

async function ask(program: string, args: readonly string[]): Promise<Result<Outcome>> {
  const path = findProgram(program);
  return path === null
    ? fail("program-missing", { program, package: packageOf[program] ?? program })
    : ok(await run(path, args));
}

/** As shadow-utils allows them (useradd(8)): never an option, a list, or a shell word. */
const loginName = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/** Returns the login name of the calling user. */
async function userName(uid: number): Promise<Result<string>> {
  if (uid === 0) return fail("once-not-needed", { detail: "root-may-all" });
  const told = await ask("getent", ["passwd", String(uid)]);
  if (!told.ok) return told;
  const [name = "", , number] = told.value.stdout.split(":");
  return told.value.code === 0 && number === String(uid) && loginName.test(name)
    ? ok(name)
    : fail("netd-refused", { detail: `login-name-unfit:${uid}` });
}

/** Returns the LAN that netd keeps, by its state file, and the chain of iptables that blocks it. */
async function findFirewall(folder: string): Promise<Result<OneShotFacts["firewall"]>> {
  const { tap } = readStateFile(join(folder, "state.json"), bootId());
  if (tap === null) return fail("lan-off", {});
  const chains = await ask("nft", ["-j", "list", "chains"]);
  if (!chains.ok) return chains;
  const legacy = findLegacyBlocker((await listLegacy()) ?? "");
  const blockers = [
    ...findForwardBlockers(chains.value.stdout),
    ...(legacy === null ? [] : [legacy]),
  ];
  const possible = blockers.flatMap(({ family, table, chain, entry }) => {
    const program = iptablesFor(`${family} ${table}`);
    return program !== null && chain === "FORWARD" ? [{ lan: tap, chain: entry, program }] : [];
  });
  // Both may drop: the second one is next once the first has its rules.
  for (const firewall of possible) if (!(await hasRules(firewall))) return ok(firewall);
  const [first] = possible;
  return first === undefined ? fail("once-not-needed", { detail: "firewall-passes" }) : ok(first);
}

async function hasRules(firewall: NonNullable<OneShotFacts["firewall"]>): Promise<boolean> {
  const none = { user: "", tagged: [], hosts: null };
  for (const step of planOneShot({ do: "allow-through-firewall" }, { ...none, firewall })) {
    if (step.do !== "run" || step.unless === undefined) continue;
    const found = await ask(step.program, step.unless);
    if (!found.ok || found.value.code !== 0) return false;
  }
  return true;
}

/** Reads the facts that the action depends on. */
async function look(
  action: OneShotAction,
  uid: number,
  folder: string,
): Promise<Result<Partial<OneShotFacts>>> {
  switch (action.do) {
    case "join-group-kvm":
    case "open-kvm":
    case "close-kvm": {
      const user = await userName(uid);
      return user.ok ? ok({ user: user.value }) : user;
    }
    case "allow-through-firewall": {
      const firewall = await findFirewall(folder);
      return firewall.ok ? ok({ firewall: firewall.value }) : firewall;
    }
    case "take-back-firewall": {
      const tagged = await listTagged();
      return tagged.ok ? ok({ tagged: tagged.value }) : tagged;
    }
    case "write-hosts": {
      const { wish: request } = readStateFile(join(folder, "state.json"), bootId());
      return request === null ? fail("lan-off", {}) : ok({ hosts: hostsBlock(request) });
    }
    case "take-back-hosts":
    case "load-module":
    case "set-module-option":
    case "unset-module-option":
    case "lend-device":
    case "take-back-devices":
      return ok({});
    default:
      return assertNever(action);
  }
}

/** Lends a device to a user until it is let go of; `ready` is called once it is lent. */
export async function lendDeviceOneShot(
  action: Extract<OneShotAction, { readonly do: "lend-device" }>,
  uid: number,
  ready: () => void,
): Promise<Result<void>> {
  if (uid === 0) return fail("once-not-needed", { detail: "root-may-all" });
  const made = await makeRunFolder(uid, networkNamespace());
  if (!made.ok) return made;
  const log = createLog(join(made.value, "log.jsonl"));
  const ended = await lendDevice(action, { uid, folder: made.value, log }, ready);
  if (!ended.ok)
    log({ cause: "once", argv: [], outcome: `lend-device: ${outcomeOf(ended.error)}` });
  return ended;
}

/**
 * Carries an action out for a user, step by step, and writes each step to the user's log. The
 * first step that fails ends it.
 */
export async function runOneShotAction(action: OneShotAction, uid: number): Promise<Result<void>> {
  const made = await makeRunFolder(uid, networkNamespace());
  if (!made.ok) return made;
  const log = createLog(join(made.value, "log.jsonl"));
  if (action.do === "take-back-devices") return takeBackLeftovers(made.value, uid, log);
  const facts = await look(action, uid, made.value);
  if (!facts.ok) {
    log({ cause: "once", argv: [], outcome: `${action.do}: ${outcomeOf(facts.error)}` });
    return facts;
  }
  const note = join(made.value, "firewall");
  // Written first, so that rules that may exist are found.
  if (action.do === "allow-through-firewall") writeFileSync(note, "", { mode: 0o644 });
  const none: OneShotFacts = { user: "", firewall: null, tagged: [], hosts: null };
  for (const step of planOneShot(action, { ...none, ...facts.value })) {
    const done = await perform(step);
    log({
      cause: "once",
      argv: stepWords(step),
      outcome: done.ok ? "ok" : outcomeOf(done.error),
    });
    if (!done.ok) return done;
  }
  if (action.do === "take-back-firewall") rmSync(note, { force: true });
  return ok(undefined);
}

function outcomeOf(error: AppError): string {
  return error.code === "once-step-failed" ? error.params.detail : error.code;
}

async function perform(step: OneShotStep): Promise<Result<void>> {
  switch (step.do) {
    case "run": {
      if (step.unless !== undefined) {
        const already = await ask(step.program, step.unless);
        if (!already.ok) return already;
        if (already.value.code === 0) return ok(undefined);
      }
      const ended = await ask(step.program, step.args);
      if (!ended.ok) return ended;
      return ended.value.code === 0 ? ok(undefined) : failed(step, lastLine(ended.value));
    }
    case "hosts":
      return changeHosts(step.block);
    case "write":
      return writeFresh(step);
    case "remove":
      return removeOwn(step);
    default:
      return assertNever(step);
  }
}

function lastLine({ stderr, code }: Outcome): string {
  return stderr.trim().split("\n").at(-1) || `exit ${code}`;
}

function failed(step: OneShotStep, detail: string): Result<never> {
  return fail("once-step-failed", { step: stepWords(step).join(" "), detail });
}

type FileStep = Extract<OneShotStep, { readonly path: string }>;

/** Returns whether a file exists and is exactly ours: a regular file of root's with our text. */
function whatIsThere({ path, text }: FileStep): "nothing" | "ours" | "foreign" {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "nothing" : "foreign";
  }
  try {
    const found = fstatSync(file);
    const plain = found.isFile() && found.uid === 0 && found.size === Buffer.byteLength(text);
    return plain && readFileSync(file, "utf8") === text ? "ours" : "foreign";
  } finally {
    closeSync(file);
  }
}

/** Writes a file that must not exist yet, so that it appears as a whole or not at all. */
function writeFresh(step: FileStep): Result<void> {
  const { path, text } = step;
  const there = whatIsThere(step);
  if (there === "foreign") return fail("once-file-foreign", { path });
  if (there === "ours") return ok(undefined);
  // modprobe does not read names with this end (modprobe.d(5)).
  const fresh = join(dirname(path), `.virtray.${process.pid}.new`);
  try {
    const file = openSync(fresh, "wx", 0o644);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // Unlike a rename, a link never replaces a file that appeared in between.
    linkSync(fresh, path);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  } finally {
    rmSync(fresh, { force: true });
  }
}

function removeOwn(step: FileStep): Result<void> {
  const there = whatIsThere(step);
  if (there === "foreign") return fail("once-file-foreign", { path: step.path });
  if (there === "ours") rmSync(step.path);
  return ok(undefined);
}
