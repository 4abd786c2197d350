import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  lock = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program as on a file system without hard links, such as FAT, whose error the kernel gives. */
const withoutLinks = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=link,linkat"].concat(
  "-e",
  "inject=link,linkat:error=EPERM",
);

it.each([
  ["by hard links", []],
  ["without hard links", withoutLinks],
])(
  "lets takers in one after the other, over processes, dying ones among them: %s",
  async (_title, by) => {
    const counter = join(folder, "counter");
    writeFileSync(counter, "0");
    const source = join(folder, "worker.ts");
    writeFileSync(
      source,
      `import { readFileSync, writeFileSync } from "node:fs";
     import { withLock } from ${JSON.stringify(resolve(import.meta.dirname, "file-lock.ts"))};
     const counter = ${JSON.stringify(counter)};
     for (let round = 0; round < 25; round += 1) {
       const done = await withLock(${JSON.stringify(lock)}, "count", 60_000, () => ({}), async () => {
         const before = Number(readFileSync(counter, "utf8"));
         await new Promise((resolve) => setTimeout(resolve, 1));
         writeFileSync(counter, String(before + 1));
         if (process.argv[2] === "dies" && round === 4) process.kill(process.pid, "SIGKILL");
         return { ok: true, value: 0 };
       });
       if (!done.ok) process.exit(1);
     }`,
    );
    await build({
      configFile: false,
      logLevel: "silent",
      root: folder,
      build: { ssr: source, outDir: folder, emptyOutDir: false },
    });
    const run = promisify(execFile);
    const results = await Promise.allSettled(
      ["", "dies", "", "dies"].map((how) => {
        const [program = "", ...words] = [...by, process.execPath, join(folder, "worker.mjs"), how];
        return run(program, words);
      }),
    );
    expect(results.map((result) => result.status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    expect(Number(readFileSync(counter, "utf8"))).toBe(2 * 25 + 2 * 5);
    const left = readdirSync(lock, { withFileTypes: true });
    expect(left.map((entry) => entry.isDirectory())).toEqual([by.length > 0]);
  },
);
