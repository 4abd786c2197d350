import { readFileSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import {
  defaultSettings,
  type Settings,
  settingsSchema,
  settingsVersion,
} from "../../contract/app/settings.ts";
import { lanInterfaceNameSchema } from "../../contract/base/primitives.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { FileFault } from "../../contract/errors/value-fault.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import { fileError } from "../../core/base/file-error.ts";
import { type MigrationSteps, migrate } from "../../core/base/migrate.ts";
import { backupOf, replaceWithBackup } from "../files/durable-file.ts";
import { type LockHolder, withLock } from "../files/file-lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import { uncut } from "../process/end-signals.ts";
import { loadExplain, readableText, takeBack } from "./definition-folder.ts";

/** The settings in force, and the error of their file. */
interface LoadedSettings {
  readonly settings: Settings;
  /** Why the defaults apply although a file exists, which is not changed. */
  readonly problem: AppError | null;
  /** The changes to the file of an earlier version, until it is written again. */
  readonly notice?: AppError | undefined;
}

/** A change: the parts named are replaced, the others stay. A function gets what is kept now. */
type SettingsChange = {
  readonly [K in Exclude<keyof Settings, "version">]?: Settings[K] | undefined;
};

/** Keeps the settings in one file that app and command share. */
export interface SettingsStore {
  /** Reads the settings, or the defaults without a usable file. */
  read(): Promise<Settings>;
  load(): Promise<LoadedSettings>;
  /** Refuses to touch a file that cannot be read. */
  change(change: SettingsChange | ((kept: Settings) => SettingsChange)): Promise<Result<void>>;
  /** Puts the last good settings in the place of a file that cannot be read; gives where it is kept. */
  recover(): Promise<Result<{ readonly kept: string }>>;
}

const anyVersionSchema = v.object({ version: v.pipe(v.number(), v.safeInteger()) });
const namedLanSchema = v.object({ lan: v.looseObject({ interface: v.string() }) });

/**
 * Returns the name of the LAN's interface in a file of version 1 that may not be its name any more.
 */
function formerName(json: unknown): string | null {
  if (!v.is(anyVersionSchema, json) || json.version !== 1 || !v.is(namedLanSchema, json))
    return null;
  const { interface: name } = json.lan;
  return v.is(lanInterfaceNameSchema, name) ? null : name;
}

const steps: MigrationSteps = {
  // The LAN's interface could have any name.
  1: (file) => {
    if (formerName(file) === null || !v.is(namedLanSchema, file)) return file;
    return { ...file, lan: { ...file.lan, interface: defaultLan.interface } };
  },
};

/** A change takes milliseconds: a process that holds the lock for longer is stuck. */
const lockWaitMs = 5000;

async function parse(path: string, text: string): Promise<LoadedSettings> {
  const broken = (fault: FileFault): LoadedSettings => ({
    settings: defaultSettings,
    problem: appError("settings-corrupt", fault),
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return broken((await loadExplain()).explainNoJson(path, text));
  }
  if (v.is(anyVersionSchema, json) && json.version > settingsVersion) {
    const { version } = json;
    return {
      settings: defaultSettings,
      problem: appError("settings-newer", { path, version }),
    };
  }
  const parsed = v.safeParse(settingsSchema, migrate(json, settingsVersion, steps));
  if (parsed.success) {
    const former = formerName(json);
    const { interface: name } = parsed.output.lan;
    const notice =
      former === null ? undefined : appError("lan-interface-renamed", { former, interface: name });
    return { settings: parsed.output, problem: null, notice };
  }
  return broken((await loadExplain()).explainFile(path, text, parsed));
}

/** Makes the store of a settings file, which need not exist yet. */
export function createSettingsPort(path: string): SettingsStore {
  async function load(): Promise<LoadedSettings> {
    try {
      // It is short: to start a thread of Node's for it would take longer.
      return await parse(path, readFileSync(path, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return { settings: defaultSettings, problem: null };
      }
      const problem = fileError(path, error);
      return { settings: defaultSettings, problem };
    }
  }

  async function write(
    wanted: SettingsChange | ((kept: Settings) => SettingsChange),
  ): Promise<Result<void>> {
    const loaded = await load();
    if (loaded.problem !== null) return { ok: false, error: loaded.problem };
    const change = typeof wanted === "function" ? wanted(loaded.settings) : wanted;
    const next = { ...loaded.settings, ...withoutUndefined(change) };
    const text = readableText(settingsSchema, next, path);
    if (!text.ok) return text;
    return keeping(async (place) => {
      await replaceWithBackup(place, text.value);
      return undefined;
    });
  }

  /** Does something to the file itself, where `path` is a link to it. */
  async function keeping<T>(work: (place: string) => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work(await realpath(path).catch(() => path)));
    } catch (error) {
      return { ok: false, error: fileError(path, error) };
    }
  }

  async function recover(): Promise<Result<{ readonly kept: string }>> {
    const { problem } = await load();
    if (problem === null) return fail("file-not-broken", { path });
    if (problem.code === "settings-newer") return { ok: false, error: problem };
    return locked(async () => {
      const place = await realpath(path).catch(() => path);
      const text = await readFile(backupOf(place), "utf8").catch(() => null);
      if (text === null || (await parse(path, text)).problem !== null) {
        return fail("backup-missing", { path });
      }
      return keeping(async () => ({ kept: await takeBack(place, text) }));
    });
  }

  /** App and command may change it at the same moment: each must read what the other wrote. */
  async function locked<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      await makeFolder(dirname(path));
    } catch (error) {
      return { ok: false, error: fileError(path, error) };
    }
    const busy = (who: LockHolder | null) =>
      appError("file-locked", { path, by: `process ${who?.pid ?? "?"}` });
    return withLock(`${path}.lock`, "settings", lockWaitMs, busy, () => uncut(work));
  }

  return {
    load,
    read: async () => (await load()).settings,
    change: (change) => locked(() => write(change)),
    recover,
  };
}

function withoutUndefined(change: SettingsChange): SettingsChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
