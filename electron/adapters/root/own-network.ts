import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { identifyProcessSync } from "../../system/process-identity.ts";
import { pathsFrom } from "../files/paths.ts";

const identitySchema = v.strictObject({
  pid: v.pipe(v.number(), v.safeInteger()),
  startTicks: v.pipe(v.number(), v.safeInteger()),
});

/** The record of a network of the user's own: its first process, and the one that keeps both sides of it. */
export const ownNetworkSchema = v.strictObject({
  inside: identitySchema,
  keeper: identitySchema,
  /** The inode of its network namespace. */
  namespace: v.pipe(v.string(), v.digits()),
});

/** A network of the user's own, in which the LAN's gateway is kept without root. */
export interface OwnNetwork extends v.InferOutput<typeof ownNetworkSchema> {
  /** The folder of the files of the netd in it. */
  readonly netdFolder: string;
  /** Its root folder, as this computer's programs see it. */
  readonly root: string;
  /** The words before a program's that run it in this network, with this computer's files. */
  readonly within: readonly string[];
  /** The same, with the files and processes of its own: as its root. */
  readonly asRoot: readonly string[];
}

/** Returns the folder of such a network's files in a runtime folder. */
export const ownNetworkFolder = (runtime: string) => join(runtime, "own");

/** Returns the file that tells of it. */
export const ownNetworkRecord = (runtime: string) =>
  join(ownNetworkFolder(runtime), "network.json");

/** Returns the file with the forwards whose ports could not be taken. */
export const refusedFile = (runtime: string) => join(ownNetworkFolder(runtime), "refused.json");

/** Returns the runtime folder of this user. */
export function ownRuntimeFolder(): string {
  return pathsFrom(process.env, process.getuid?.() ?? 0).runtime;
}

const entering = (pid: number, spaces: readonly string[]) => [
  ...["nsenter", "-t", `${pid}`, ...spaces],
  ...["--preserve-credentials", "--"],
];

/** Finds the network of the user's own; null if none lives. */
export function findOwnNetwork(runtime = ownRuntimeFolder()): OwnNetwork | null {
  try {
    const text = readFileSync(ownNetworkRecord(runtime), "utf8");
    const parsed = v.safeParse(ownNetworkSchema, JSON.parse(text));
    if (!parsed.success) return null;
    const { inside, keeper, namespace } = parsed.output;
    if (identifyProcessSync(inside.pid)?.startTicks !== inside.startTicks) return null;
    return {
      ...{ inside, keeper, namespace },
      netdFolder: join(ownNetworkFolder(runtime), "run/0", namespace),
      root: `/proc/${inside.pid}/root`,
      within: entering(inside.pid, ["-U", "-n"]),
      asRoot: entering(inside.pid, ["-U", "-n", "-m", "-p"]),
    };
  } catch {
    return null;
  }
}

/** Returns the words before a program's that run it where the LAN is; none where that is this computer's network. */
export function whereTheLanIs(): readonly string[] {
  return findOwnNetwork()?.within ?? [];
}
