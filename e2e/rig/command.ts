import { chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import { until } from "./until.ts";

/** The command as the build has bundled it. */
export const commandBundle = join(import.meta.dirname, "../../out/main/cli.cjs");

/** One instance of Virtray: its own folders for machines, settings, cache and sockets. */
export interface Instance {
  readonly folder: string;
  /** The environment by which app and command belong to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs the command; gives exit code and output, never throws. */
  virtray(...args: readonly string[]): Promise<CommandOutcome>;
  /** Runs it with `--json` and returns the parsed output; throws unless it ends with 0. */
  json<T>(...args: readonly string[]): Promise<T>;
  /** Waits until a machine is as described. */
  machine(name: string, is: (machine: MachineJson) => boolean): Promise<MachineJson>;
  /** Ends its machines and its LAN, and removes its folders. */
  close(): Promise<void>;
}
export interface CommandOutcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The way to run the command; by default the built one as the user of this process. */
export interface InstanceOptions {
  readonly command?: readonly string[];
  /** The owner of the folders. */
  readonly uid?: number;
  /** The folder, which must not exist; by default one with a random name. */
  readonly folder?: string;
}

/** Makes an empty instance, which speaks English. */
export function makeInstance(options: InstanceOptions = {}): Instance {
  const built = [process.execPath, commandBundle];
  const [program = "", ...words] = options.command ?? built;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "virtray-"));
  if (options.folder !== undefined) mkdirSync(folder, { mode: 0o700 });
  const runtime = join(folder, "run");
  mkdirSync(runtime, { mode: 0o700 });
  if (options.uid !== undefined) {
    for (const each of [folder, runtime]) chownSync(each, options.uid, options.uid);
  }
  const env = {
    ...process.env,
    LANG: "C.UTF-8",
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_RUNTIME_DIR: runtime,
  };
  const virtray: Instance["virtray"] = async (...args) => {
    const done = await execa(program, [...words, ...args], {
      env,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
  };
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const done = await virtray(...args, "--json");
    if (done.exitCode !== 0) throw new Error(`virtray ${args.join(" ")}: ${JSON.stringify(done)}`);
    return JSON.parse(done.stdout) as T;
  };
  return {
    folder,
    env,
    virtray,
    json,
    async machine(name, is) {
      let last: MachineJson | undefined;
      const look = async () => {
        const machines = await json<readonly MachineJson[]>("list");
        last = machines.find((machine) => machine.name === name);
        return last !== undefined && is(last) ? last : null;
      };
      try {
        return await until(`${name} to be as expected`, look);
      } catch (error) {
        throw new Error(`${String(error)}; it is ${JSON.stringify(last)}`, { cause: error });
      }
    },
    async close() {
      const machines = await json<readonly MachineJson[]>("list");
      const alive = machines.filter((machine) => machine.pid !== null);
      if (alive.length > 0) await virtray("kill", ...alive.map((machine) => machine.name));
      await virtray("lan", "down");
      // A process that asks other computers after a list may just be writing its last file.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
