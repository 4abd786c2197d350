import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import type { ActionJson, MachineJson } from "../contract/app/cli.ts";

/**
 * Signals at any moment of a command: it ends by the signal or with its exit code, and nothing was done;
 * or all was done, is told, and the exit code is 0.
 */
const program = join(import.meta.dirname, "../../build/virtray.mjs");
const killer = pathToFileURL(join(import.meta.dirname, "../../e2e/rig/kill-at.mjs"));
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof exitCodes;
const signals = Object.keys(exitCodes) as readonly Signal[];

let instance: Instance;
let base: string;
const data = () => join(instance.folder, "data/virtray");

beforeAll(async () => {
  instance = makeInstance();
  base = join(instance.folder, "image.raw");
  const content = Buffer.alloc(64 * 1024);
  content.set([0x55, 0xaa], 510);
  writeFileSync(base, content);
  await instance.json("template", "add", "base", "--from", base);
  await create("a");
  await instance.json("delete", "a");
  await instance.json("trash", "empty");
});
afterEach(async () => {
  await removeAll();
  await instance.json("trash", "empty");
});
afterAll(() => instance?.close());

const names = async () =>
  (await instance.json<readonly MachineJson[]>("list")).map(({ name }) => name);
async function removeAll(): Promise<void> {
  const all = await names();
  if (all.length > 0) await instance.json("delete", ...all);
}
const create = (name: string) =>
  instance.json("create", name, "--template", "base", "--memory", "32");

/** All that is kept, and what it says, apart from locks and backups. */
function kept(): readonly string[] {
  return readdirSync(data(), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !/[./]lock(?:\/|$)/.test(join(each.parentPath, each.name)))
    .map((each) => join(each.parentPath, each.name))
    .sort()
    .map((path) => `${path}: ${path.endsWith(".json") ? readFileSync(path, "utf8") : ""}`);
}

const running = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  execa(process.execPath, [program, ...words], {
    env: { ...instance.env, ...env },
    ...{ extendEnv: false, reject: false, stdin: "ignore", detached: true },
  });

/** The commands; what is told once they are done; and what is there before. */
const verbs: readonly (readonly [string, () => readonly string[], RegExp, boolean])[] = [
  ["create", () => ["create", "web", "--template", "base", "--memory", "32"], /^web was/, false],
  ["template add", () => ["template", "add", "two", "--from", base], /^two is ready/, false],
  ["delete", () => ["delete", "web"], /^$/, true],
  ["rename", () => ["rename", "web", "shop"], /^web is called shop now\.$/, true],
  ["set", () => ["set", "web", "--memory", "64"], /^web/, true],
];

describe.each(verbs)("%s", (verb, wordsOf, told, isOfMachine) => {
  it("is done and told, or not done, whenever a signal comes", async () => {
    for (let round = 0; round < 9; round += 1) {
      const signal = signals[round % 3] as Signal;
      if (isOfMachine && !(await names()).includes("web")) await create("web");
      const before = kept();
      const child = running(wordsOf());
      const timer = setTimeout(() => child.kill(signal), round * 60);
      const { exitCode, signal: by, stdout, stderr } = await child;
      clearTimeout(timer);
      const how = `${signal} after ${round * 60} ms: ${stderr}`;
      if (exitCode === 0) {
        expect(stdout, how).toMatch(told);
        expect(kept(), how).not.toEqual(before);
        if (verb === "template add") await instance.json("template", "delete", "two");
        else await removeAll();
      } else {
        expect([exitCodes[signal], signal], how).toContain(exitCode ?? by);
        expect([stdout, stderr], how).toEqual(["", expect.stringMatching(/^(?:Cancelled\.)?$/)]);
        expect(kept(), how).toEqual(before);
      }
    }
  });
});

it.each(["delete", "rename", "set"])(
  "%s is done and told if a signal comes while it changes a file",
  async (verb) => {
    const [, wordsOf, told] = verbs.find(([each]) => each === verb) ?? [];
    if (wordsOf === undefined || told === undefined) throw new Error("there is no such verb");
    for (const [index, signal] of [...signals, ...signals].entries()) {
      await create("web");
      const before = kept();
      const { exitCode, stdout, stderr } = await running(wordsOf(), {
        NODE_OPTIONS: `--import=${killer}`,
        ...{ KILL_AT: String(index + 1), KILL_BY: signal, KILL_BELOW: data() },
      });
      const how = `${signal} at change ${index + 1}`;
      expect([exitCode, stdout, stderr], how).toEqual([0, expect.stringMatching(told), ""]);
      expect(kept(), how).not.toEqual(before);
      await removeAll();
    }
  },
  60_000,
);

it.each(signals)(
  "%s stops delete before the next machine, and the others are named",
  async (by) => {
    for (const name of ["a", "b", "c"]) await create(name);
    const { exitCode, stdout, stderr } = await running(["delete", "a", "b", "c", "--json"], {
      NODE_OPTIONS: `--import=${killer}`,
      ...{ KILL_AT: "1", KILL_BY: by, KILL_BELOW: join(data(), "trash") },
    });
    const results = JSON.parse(stdout) as readonly ActionJson[];
    expect([exitCode, results.map(({ name, error }) => [name, error?.code])]).toEqual([
      exitCodes[by],
      [
        ["a", undefined],
        ["b", "cancelled"],
        ["c", "cancelled"],
      ],
    ]);
    expect(stderr).toBe("b: Cancelled.\nc: Cancelled.");
    expect(await names()).toEqual(["b", "c"]);
  },
);

it.each(signals)("%s while the command is being loaded ends it with its exit code", async (by) => {
  // The signal comes as soon as anything answers it, which is before the command knows any words.
  const early = `process.on("newListener", (name) => name === "${by}" && process.kill(process.pid, "${by}"))`;
  const { exitCode, stdout, stderr } = await running(
    ["create", "web", "--template", "base", "--memory", "32"],
    { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(early)}` },
  );
  expect([exitCode, stdout, stderr]).toEqual([exitCodes[by], "", ""]);
  expect(await names()).toEqual([]);
});
