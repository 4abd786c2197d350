import { join } from "node:path";
import { execa } from "execa";
import { farUid, type OtherComputer } from "./other-computer.ts";

/** Runs a program as root where the other computer sees its files; returns its output. */
export type RunThere = (program: string, ...words: readonly string[]) => Promise<string>;

/** Has what comes to another computer lie on a disk of so many MiB while some work is done. */
export async function withSmallDisk(
  far: OtherComputer,
  size: number,
  work: (run: RunThere, incoming: string) => Promise<void>,
): Promise<void> {
  const incoming = join(far.home, ".local/share/virtray/incoming");
  const { stdout } = await execa("ip", ["netns", "pids", far.namespace]);
  // The first one is its sshd, whose mounts all others have.
  const [sshd = ""] = stdout.split("\n");
  const run: RunThere = async (program, ...words) =>
    (await execa("nsenter", ["-t", sshd, "-m", program, ...words], { reject: false })).stdout;
  const user = [`--reuid=${farUid}`, `--regid=${farUid}`, "--clear-groups"];
  await run("setpriv", ...user, "mkdir", "-p", "-m", "700", incoming);
  const options = `size=${size}m,uid=${farUid},mode=700`;
  await run("mount", "-t", "tmpfs", "-o", options, "none", incoming);
  try {
    await work(run, incoming);
  } finally {
    await run("umount", "-l", incoming);
  }
}
