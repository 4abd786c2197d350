import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { createInterface } from "node:readline";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
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

/** One running dnsmasq, and what it needs to run. */
export interface Dnsmasq {
  readonly files: DnsmasqFiles;
  /** Makes a plan hold: starts, starts anew, or tells the running one to read its files again. */
  hold(plan: DnsmasqPlan): Promise<Result<void>>;
  /** Ends it and removes its files. */
  end(): Promise<void>;
  /** Its process; null: it does not run. */
  pid(): number | null;
}

/** It says that it has started within a few ms. */
const startTimeout = 10_000;
/** It ends at once when told to. */
const endTimeout = 2_000;

interface Servant {
  readonly uid: number;
  readonly gid: number;
}

/** The user that dnsmasq runs as; null: this namespace has none but root. */
function findServant(): Servant | null {
  const users = readFileSync("/etc/passwd", "utf8");
  const mapped = readFileSync("/proc/self/uid_map", "utf8").trim().split("\n");
  for (const name of ["dnsmasq", "nobody"]) {
    const found = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(users);
    if (found === null) continue;
    const servant = { uid: Number(found[1]), gid: Number(found[2]) };
    // user_namespaces(7): first id inside, first id outside, how many.
    const isMapped = mapped.some((line) => {
      const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
      return servant.uid >= first && servant.uid < first + count;
    });
    if (isMapped) return servant;
  }
  return null;
}

/**
 * It gets the rights without which it refuses to start: to listen at ports below 1024, and to tell
 * the kernel where a guest is that has no address yet. It has no other user's files, gains no more
 * rights, and ends with netd, however that ends (a change of user by itself would undo this).
 */
function guardArgs(servant: Servant | null): readonly string[] {
  const user =
    servant === null ? [] : [`--reuid=${servant.uid}`, `--regid=${servant.gid}`, "--clear-groups"];
  const only = "-all,+net_bind_service,+net_admin";
  return [
    ...user,
    "--no-new-privs",
    ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`],
    ...["--pdeathsig", "KILL", "--"],
  ];
}

/**
 * Writes a file anew, which nobody but its owner may read; a link that somebody put in its place is
 * removed, not followed.
 */
function writeAnew(path: string, text: string, owner: Servant | null): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    if (owner !== null) fchownSync(file, owner.uid, owner.gid);
  } finally {
    closeSync(file);
  }
}

/** Removes the folder if it is ours, which root's is, and nobody uses it. */
function leaveFolder(): void {
  try {
    if (lstatSync(folder).uid === 0) rmdirSync(folder);
  } catch {
    // It is not there, or another LAN's files are in it.
  }
}

/** More leases than addresses in the largest LAN are none of dnsmasq's. */
const mostLeaseBytes = 8 * 1024 * 1024;

/**
 * The leases that dnsmasq has noted. The file is its own, and so what it says is not trusted: a link
 * in its place is not followed, a pipe not waited for, and no more is read than there can be.
 */
function readLeases(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return "";
  }
  try {
    const found = fstatSync(file);
    return found.isFile() && found.size <= mostLeaseBytes ? readFileSync(file, "utf8") : "";
  } finally {
    closeSync(file);
  }
}

/** Makes the reconciler of one dnsmasq for a user; `name` tells its files from others'. */
export function createDnsmasq(name: string, uid: number, ended: (words: string) => void): Dnsmasq {
  const files = dnsmasqFiles(name);
  let child: ChildProcess | null = null;
  let held: DnsmasqPlan | null = null;

  const servant = findServant();

  function writeFiles({ texts }: DnsmasqPlan): boolean {
    let isNew = false;
    for (const key of ["hosts", "names", "servers"] as const) {
      if (held?.texts[key] === texts[key]) continue;
      writeAnew(files[key], texts[key], servant);
      isNew = true;
    }
    return isNew;
  }

  async function prepare(plan: DnsmasqPlan): Promise<Result<void>> {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    held = null;
    writeFiles(plan);
    // Leases outlive a restart: who has an address keeps it.
    writeAnew(files.leases, pruneLeases(readLeases(files.leases), plan), servant);
    // The user's programs show who has which address.
    return letIn(uid, files.leases, "r--");
  }

  /** Starts it, and waits until it says so or ends. */
  async function start(plan: DnsmasqPlan): Promise<Result<void>> {
    const dnsmasq = findProgram("dnsmasq");
    const guard = findProgram("setpriv");
    if (dnsmasq === null || guard === null) {
      const missing = dnsmasq === null ? ["dnsmasq", "dnsmasq-base"] : ["setpriv", "util-linux"];
      const [program = "", package_ = ""] = missing;
      return fail("program-missing", { program, package: package_ });
    }
    try {
      const prepared = await prepare(plan);
      if (!prepared.ok) return prepared;
    } catch (error) {
      return fail("file-failed", { path: folder, detail: String(error) });
    }
    // With one user only there is none to change to.
    const user = servant === null ? ["--user=root", "--group="] : [];
    const started = spawn(guard, [...guardArgs(servant), dnsmasq, ...plan.args, ...user], {
      env: {},
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
    });
    child = started;
    const words: string[] = [];
    return new Promise((resolve) => {
      const failed = () =>
        resolve(fail("lan-names-failed", { detail: words.at(-1) ?? "it ended without a word" }));
      const timer = setTimeout(() => {
        started.kill("SIGKILL");
        failed();
      }, startTimeout);
      let runs = false;
      if (started.stderr !== null) {
        createInterface(started.stderr).on("line", (line) => {
          // Its last words tell why it ended; what comes from guests must not fill the memory.
          words.push(line.replace(/^dnsmasq(?:-\w+)?(?:\[\d+\])?: /, "").slice(0, 300));
          words.splice(0, words.length - 5);
          if (runs || !/ started, version /.test(line)) return;
          runs = true;
          held = plan;
          clearTimeout(timer);
          resolve(ok(undefined));
        });
      }
      started.once("error", (error) => words.push(String(error)));
      started.once("close", () => {
        clearTimeout(timer);
        if (child === started) {
          child = null;
          held = null;
          if (runs) ended(words.at(-1) ?? "");
        }
        if (!runs) failed();
      });
    });
  }

  async function stop(): Promise<void> {
    const former = child;
    child = null;
    held = null;
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

  return {
    files,
    pid: () => child?.pid ?? null,
    async hold(plan) {
      const isSame = held !== null && held.args.join(" ") === plan.args.join(" ");
      if (child !== null && held !== null && isSame && !losesReservations(held, plan)) {
        try {
          // It reads its files again, and forgets what it heard by the last uplink (dnsmasq(8)).
          if (writeFiles(plan)) child.kill("SIGHUP");
        } catch (error) {
          return fail("file-failed", { path: folder, detail: String(error) });
        }
        held = plan;
        return ok(undefined);
      }
      await stop();
      return start(plan);
    },
    async end() {
      await stop();
      for (const file of Object.values(files)) rmSync(file, { force: true });
      leaveFolder();
    },
  };
}
