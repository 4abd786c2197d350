import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";

/** Runs the driver under plain Node, from a shell that does something first. */
async function driver(before: string): Promise<readonly string[]> {
  const runner = join(projectFolder, "build/run-typescript.mjs");
  const script = join(projectFolder, "e2e/rig/lan/outlive-driver.ts");
  const { stdout } = await execa("bash", [
    ...["-c", `${before} exec "$0" "$@"`, process.execPath, runner, script],
  ]);
  return stdout.split("\n");
}

/** The tests' own starter may have left something open. */
const closeAll = `for n in /proc/self/fd/*; do n=\${n##*/}; [ $n -gt 2 ] && exec {n}>&-; done;`;

const streams = ["/dev/null", expect.stringMatching(/^(socket|pipe):/), "/dev/null"];

describe("a program that outlives us has nothing open but its streams", () => {
  it("started by Node directly, which leaves nothing open across exec", async () => {
    expect(await driver(closeAll)).toEqual(["/bin/sh", ...streams]);
  });

  it("started through bash where we ourselves were given a file that Node does not close", async () => {
    // As scripts that use flock(1) have it: its lock would be held as long as the machine runs.
    expect(await driver(`${closeAll} exec 200>/tmp/lock;`)).toEqual(["/bin/bash", ...streams]);
  });
});
