import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import {
  type DnsmasqFiles,
  type DnsmasqPlan,
  dnsmasqFiles,
  dnsmasqFolder as folder,
  losesReservations,
  pruneLeases,
} from "../../core/lan/names/dnsmasq-plan.ts";
import { findProgram } from "../base/programs.ts";
import { letIn } from "../base/run-folder.ts";
import { leaveFolder, readLeases, writeAnew } from "./dnsmasq-files.ts";
import { findServant, guardArgs, type Servant } from "./servant.ts";

/** One running dnsmasq, and the files that it needs to run. */
export interface Dnsmasq {
  readonly files: DnsmasqFiles;
  /** Makes a plan hold: starts it, restarts it, or tells the running one to read its files again. */
  hold(plan: DnsmasqPlan): Promise<Result<void>>;
  /** Ends it and removes its files. */
  end(): Promise<void>;
  /** Returns its process number; null: it does not run. */
  pid(): number | null;
}

/** It reports its start within a few ms. */
const startTimeout = 10_000;
/** It ends at once when told to. */
const endTimeout = 2_000;

interface DnsmasqState {
  readonly files: DnsmasqFiles;
  /** The user of this computer who may read the leases. */
  readonly uid: number;
  readonly servant: Servant | null;
  readonly ended: (words: string) => void;
  /** Called with each line of its log. */
  readonly heard: (line: string) => void;
  child: ChildProcess | null;
  held: DnsmasqPlan | null;
}

/** Creates the handle of one dnsmasq for a user; `name` tells its files from others'. */
export function createDnsmasq(
  name: string,
  uid: number,
  ended: (words: string) => void,
  heard: (line: string) => void = () => {},
): Dnsmasq {
  const state: DnsmasqState = {
    files: dnsmasqFiles(name),
    uid,
    servant: findServant(),
    ended,
    heard,
    child: null,
    held: null,
  };
  return {
    files: state.files,
    pid: () => state.child?.pid ?? null,
    hold: (plan) => hold(state, plan),
    async end() {
      await stop(state);
      for (const file of Object.values(state.files)) rmSync(file, { force: true });
      leaveFolder();
    },
  };
}

async function hold(state: DnsmasqState, plan: DnsmasqPlan): Promise<Result<void>> {
  const { child, held } = state;
  const isSame = held !== null && held.args.join(" ") === plan.args.join(" ");
  if (child !== null && held !== null && isSame && !losesReservations(held, plan)) {
    try {
      // On SIGHUP it reads its files again, and clears its cache of the last uplink (dnsmasq(8)).
      if (writeFiles(state, plan)) child.kill("SIGHUP");
    } catch (error) {
      return { ok: false, error: fileError(folder, error) };
    }
    state.held = plan;
    return ok(undefined);
  }
  await stop(state);
  return start(state, plan);
}

/** Writes the files that differ from the held plan's; returns whether any did. */
function writeFiles({ files, held, servant }: DnsmasqState, { texts }: DnsmasqPlan): boolean {
  let isNew = false;
  for (const key of ["hosts", "names", "servers"] as const) {
    if (held?.texts[key] === texts[key]) continue;
    writeAnew(files[key], texts[key], servant);
    isNew = true;
  }
  return isNew;
}

async function prepare(state: DnsmasqState, plan: DnsmasqPlan): Promise<Result<void>> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
  state.held = null;
  writeFiles(state, plan);
  const { leases } = state.files;
  // Leases outlive a restart, so that each guest keeps its address.
  writeAnew(leases, pruneLeases(readLeases(leases), plan), state.servant);
  // The user's programs show which guest has which address.
  return letIn(state.uid, leases, "r--");
}

/** Starts it, and waits until it reports its start or ends. */
async function start(state: DnsmasqState, plan: DnsmasqPlan): Promise<Result<void>> {
  const dnsmasq = findProgram("dnsmasq");
  const guard = findProgram("setpriv");
  if (dnsmasq === null || guard === null) {
    const missing = dnsmasq === null ? ["dnsmasq", "dnsmasq-base"] : ["setpriv", "util-linux"];
    const [program = "", package_ = ""] = missing;
    return fail("program-missing", { program, package: package_ });
  }
  try {
    const prepared = await prepare(state, plan);
    if (!prepared.ok) return prepared;
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
  const { servant } = state;
  // Without a servant dnsmasq has no user to change to.
  const user = servant === null ? ["--user=root", "--group="] : [];
  const child = spawn(guard, [...guardArgs(servant), dnsmasq, ...plan.args, ...user], {
    env: {},
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  state.child = child;
  return outcomeOf(state, child, plan);
}

/** Waits for the report of a start; from then on the plan is held, and `ended` is called at the end. */
function outcomeOf(
  state: DnsmasqState,
  started: ChildProcess,
  plan: DnsmasqPlan,
): Promise<Result<void>> {
  const words: string[] = [];
  return new Promise((resolve) => {
    const failed = () =>
      resolve(fail("lan-names-failed", { detail: words.at(-1) ?? "ended-silently" }));
    const timer = setTimeout(() => {
      started.kill("SIGKILL");
      failed();
    }, startTimeout);
    let runs = false;
    if (started.stderr !== null) {
      createInterface(started.stderr).on("line", (line) => {
        // Its last words tell why it ended; their length is bounded, because guests can influence
        // them.
        const said = line.replace(/^dnsmasq(?:-\w+)?(?:\[\d+\])?: /, "").slice(0, 300);
        words.push(said);
        state.heard(said);
        words.splice(0, words.length - 5);
        if (runs || !/ started, version /.test(line)) return;
        runs = true;
        state.held = plan;
        clearTimeout(timer);
        resolve(ok(undefined));
      });
    }
    started.once("error", (error) => words.push(String(error)));
    started.once("close", () => {
      clearTimeout(timer);
      if (state.child === started) {
        state.child = null;
        state.held = null;
        if (runs) state.ended(words.at(-1) ?? "");
      }
      if (!runs) failed();
    });
  });
}

async function stop(state: DnsmasqState): Promise<void> {
  const former = state.child;
  state.child = null;
  state.held = null;
  if (former === null) return;
  await new Promise<void>((resolve) => {
    if (former.exitCode !== null || former.signalCode !== null) return resolve();
    const timer = setTimeout(() => former.kill("SIGKILL"), endTimeout);
    former.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    former.kill("SIGTERM");
  });
}
