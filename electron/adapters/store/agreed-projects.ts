import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type AgreedProjects,
  agreedProjectsSchema,
  type ProjectGrant,
} from "../../contract/project/project.ts";
import { fileError } from "../../core/base/file-error.ts";
import { replaceFile } from "../files/durable-file.ts";
import { withLock } from "../files/file-lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { Paths } from "../files/paths.ts";
import { readableText } from "./definition-folder.ts";

/** A change takes milliseconds: a process that holds the lock for longer is stuck. */
const lockWaitMs = 5000;

/** The grants that the user agreed to, by projects. */
export interface AgreedProjectsStore {
  /** Reads all grants. An unreadable file counts as no grant. */
  read(): Promise<AgreedProjects["projects"]>;
  /** Keeps what was agreed to of one project, in the place of what was before. */
  agree(path: string, grants: readonly ProjectGrant[]): Promise<Result<void>>;
}

/** Makes the store; its file lies beside the settings, for the user's eyes alone (mode 0600). */
export function createAgreedProjects({ settingsFile }: Paths): AgreedProjectsStore {
  const folder = dirname(settingsFile);
  const file = join(folder, "projects.json");

  async function read(): Promise<AgreedProjects["projects"]> {
    try {
      const parsed = v.safeParse(agreedProjectsSchema, JSON.parse(await readFile(file, "utf8")));
      return parsed.success ? parsed.output.projects : [];
    } catch {
      return [];
    }
  }

  async function agree(path: string, grants: readonly ProjectGrant[]): Promise<Result<void>> {
    try {
      await makeFolder(folder);
    } catch (error) {
      return { ok: false, error: fileError(folder, error) };
    }
    return withLock(
      `${file}.lock`,
      "projects",
      lockWaitMs,
      (who) => appError("file-locked", { path: file, by: `process ${who?.pid ?? "?"}` }),
      async () => {
        const others = (await read()).filter((each) => each.path !== path);
        const next = { version: 1, projects: [...others, { path, grants: [...grants] }] };
        const text = readableText(agreedProjectsSchema, next, file);
        if (!text.ok) return text;
        try {
          await replaceFile(file, text.value);
          return ok(undefined);
        } catch (error) {
          return { ok: false, error: fileError(file, error) };
        }
      },
    );
  }

  return { read, agree };
}
