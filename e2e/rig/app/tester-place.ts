import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { type Polkit, startPolkit } from "../desktop/polkit.ts";

/** The folder in which every user can reach Node and our programs. */
const place = "/run/virtray-tester";
const project = join(import.meta.dirname, "../../..");

/** A computer with an unprivileged user and a real polkit that decides on each elevation. */
export interface TesterPlace {
  readonly polkit: Polkit;
  /** Node, at a path that the user can reach. */
  readonly node: string;
  /** The words that run `virtray` as that user, in a desktop session. */
  readonly command: readonly string[];
  /** The words that run `virtray` as the user who runs them, in that user's environment. */
  readonly bare: readonly string[];
  /** Runs `virtray` as that user; never throws. */
  virtray(...args: readonly string[]): Promise<{
    readonly exitCode: number | undefined;
    readonly stdout: string;
    readonly stderr: string;
  }>;
  close(): Promise<void>;
}

/** Makes it, inside the sandbox. The built command is used (`npm run build`). */
export async function makeTesterPlace(): Promise<TesterPlace> {
  const node = `${place}/node`;
  const main = `${place}/main`;
  // Steps that can fail come first: later mounts would stay after a failure.
  const polkit = await startPolkit();
  mkdirSync(main, { recursive: true });
  writeFileSync(node, "");
  await execa("mount", ["--bind", process.execPath, node]);
  await execa("mount", ["--bind", dirname(join(project, "out/main/cli.cjs")), main]);
  const bare = [node, `${main}/cli.cjs`];
  const command = [...polkit.asTester, "LANG=C.UTF-8", ...bare];
  return {
    polkit,
    node,
    command,
    bare,
    async virtray(...args) {
      const [program = "", ...rest] = [...command, ...args];
      const done = await execa(program, rest, { reject: false, stdin: "ignore", cwd: "/" });
      return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
    },
    async close() {
      await polkit.close();
      for (const at of [node, main]) await execa("umount", [at], { reject: false });
    },
  };
}
