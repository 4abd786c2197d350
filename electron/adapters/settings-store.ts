import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import writeFileAtomic from "write-file-atomic";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";
import { defaultSettings, type Settings, settings, settingsVersion } from "../contract/settings.ts";
import { type LockHolder, withLock } from "./file-lock.ts";

/** Settings as they hold, and what is wrong with their file. */
interface LoadedSettings {
  readonly settings: Settings;
  /** Why the defaults hold although there is a file. It is left as it is. */
  readonly problem: AppError | null;
}

/** A change: the parts named are replaced, the others stay. */
type SettingsChange = {
  readonly [K in Exclude<keyof Settings, "version">]?: Settings[K] | undefined;
};

/** What the user wishes, kept in one file that app and command share. */
export interface SettingsStore {
  /** The settings, or the defaults where there is no usable file. */
  read(): Promise<Settings>;
  load(): Promise<LoadedSettings>;
  /** Refuses to touch a file that cannot be read. */
  change(change: SettingsChange): Promise<Result<void>>;
}

/** A change takes milliseconds: whoever holds the lock for longer is stuck. */
const lockWaitMs = 5000;

const anyVersion = v.object({ version: v.pipe(v.number(), v.safeInteger()) });

function parse(path: string, text: string): LoadedSettings {
  const broken = (detail: string): LoadedSettings => ({
    settings: defaultSettings,
    problem: appError("settings-corrupt", { path, detail }),
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
  if (v.is(anyVersion, json) && json.version > settingsVersion) {
    const { version } = json;
    return {
      settings: defaultSettings,
      problem: appError("settings-newer", { path, version }),
    };
  }
  const parsed = v.safeParse(settings, json);
  if (parsed.success) return { settings: parsed.output, problem: null };
  const [issue] = parsed.issues;
  return broken(`${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
}

/** Makes the store of a settings file, which need not exist yet. */
export function createSettingsPort(path: string): SettingsStore {
  async function load(): Promise<LoadedSettings> {
    try {
      return parse(path, await readFile(path, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return { settings: defaultSettings, problem: null };
      }
      const problem = appError("file-failed", { path, detail: String(error) });
      return { settings: defaultSettings, problem };
    }
  }

  async function write(change: SettingsChange): Promise<Result<void>> {
    const loaded = await load();
    if (loaded.problem !== null) return { ok: false, error: loaded.problem };
    const next = v.parse(settings, { ...loaded.settings, ...withoutUndefined(change) });
    try {
      await writeFileAtomic(path, `${JSON.stringify(next, null, 2)}\n`);
      return ok(undefined);
    } catch (error) {
      return fail("file-failed", { path, detail: String(error) });
    }
  }

  return {
    load,
    read: async () => (await load()).settings,
    async change(change) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      } catch (error) {
        return fail("file-failed", { path, detail: String(error) });
      }
      // App and command may change it at the same moment: each must read what the other wrote.
      const busy = (who: LockHolder | null) =>
        appError("file-locked", { path, by: `process ${who?.pid ?? "?"}` });
      return withLock(`${path}.lock`, "settings", lockWaitMs, busy, () => write(change));
    },
  };
}

function withoutUndefined(change: SettingsChange): SettingsChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
