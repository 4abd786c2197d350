import { fromHere } from "../../adapters/process/this-user.ts";
import type { CopyJson } from "../../contract/app/cli.ts";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { readCopyPlace } from "../../core/machine/copy/place.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { CopyEnd } from "../../services/machine/copy/ends.ts";
import type { CopyOptions } from "../../services/machine/copy/large.ts";
import { complain, finish, sayJson, showProgress, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { findLogin } from "./ssh-command.ts";

interface CopyWishes {
  /** The user in the machines; null for each machine's own. */
  readonly user: string | null;
  readonly recursive: boolean;
  /** Neither progress nor what becomes of an interrupted file is shown. */
  readonly quiet: boolean;
}

/** `virtray copy FILE… TARGET`: between this computer and a machine, or between two machines. */
export async function copyCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  places: readonly string[],
  { user, recursive, quiet }: CopyWishes,
): Promise<number> {
  const ends: CopyEnd[] = [];
  for (const place of places.map(readCopyPlace)) {
    if (place.kind === "here") ends.push({ kind: "here", path: keepSlash(place.path) });
    else if (place.kind === "stream") ends.push(place);
    else {
      const login = await findLogin(machines, env, place.name, user);
      if (!login.ok) return finish(voice, login, () => {});
      ends.push({ ...place, ssh: (command) => login.value.args([command]) });
    }
  }
  const [target, ...sources] = ends.toReversed();
  if (target === undefined || !ends.some(({ kind }) => kind === "machine")) {
    throw new UsageFault(appError("transfer-ends", {}));
  }
  const onNote = (about: AppError) => {
    if (quiet) return;
    if (process.stderr.isTTY) showProgress(null);
    complain(voice, about);
  };
  const copied = await follow(
    voice,
    (options) => copy(sources.toReversed(), target, recursive, { ...options, onNote }),
    quiet,
  );
  return finish(voice, copied, () => {
    // A stream to standard output is the result.
    if (voice.json && target.kind !== "stream") sayJson({ copied: true } satisfies CopyJson);
  });
}

/** Returns an absolute path that still tells that it is a folder's, or stands for its content. */
const keepSlash = (path: string) => fromHere(path) + (/\/\.?$/.test(path) ? "/" : "");

async function copy(
  sources: readonly CopyEnd[],
  target: CopyEnd,
  recursive: boolean,
  options: CopyOptions,
): Promise<Result<void>> {
  const { copyStreamIn, copyStreamOut } = await import(
    "../../services/machine/copy/copy-stream.ts"
  );
  const { copyTrees } = await import("../../services/machine/copy/copy.ts");
  const [source] = sources;
  if (target.kind === "stream" || sources.some(({ kind }) => kind === "stream")) {
    if (sources.length === 1 && source?.kind === "stream" && target.kind === "machine") {
      return copyStreamIn(process.stdin, target, options.signal);
    }
    if (sources.length === 1 && source?.kind === "machine" && target.kind === "stream") {
      return copyStreamOut(source, process.stdout, options.signal);
    }
    throw new UsageFault(appError("transfer-stream", {}));
  }
  const trees = sources.filter((each) => each.kind !== "stream");
  return copyTrees({ sources: trees, target, recursive }, options);
}
