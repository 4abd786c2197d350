import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { casesToTry } from "../../../e2e/rig/forms.mjs";
import { withLock } from "../../adapters/files/file-lock.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { cleanUpLeftovers } from "../../services/app/clean-up-leftovers.ts";

/**
 * Signals at moments that no change of a file tells of: while a command waits for the registry's lock, which
 * another program holds, and when all was done and told.
 */
const program = join(import.meta.dirname, "../../../build/virtray.mjs");
const killer = pathToFileURL(join(import.meta.dirname, "../../../e2e/rig/kill-at.mjs"));

let instance: Instance;
const at = (...names: readonly string[]) => join(instance.folder, ...names);
const paths = () => pathsFrom(instance.env, process.getuid?.() ?? 0);
const lock = () => join(paths().runtime, "registry.lock");

beforeAll(async () => {
  instance = makeInstance();
  const content = Buffer.alloc(64 * 1024);
  content.set([0x55, 0xaa], 510);
  for (const name of ["image.raw", "own.raw", "cd.iso"]) writeFileSync(at(name), content);
  await instance.json("template", "add", "base", "--from", at("image.raw"));
  await instance.json("create", "web", "--template", "base", "--memory", "32");
  // The folders that the first copy and the first move make stay.
  for (const folder of [at("images"), "default"]) await instance.json("template", "folder", folder);
  await instance.json("clone", "web", "new");
  await instance.json("delete", "new");
  await instance.json("trash", "empty");
});

afterAll(() => instance?.close());

/** All that is kept for the user, apart from locks. */
const kept = () =>
  readdirSync(at("data/virtray"), { recursive: true, encoding: "utf8" })
    .filter((name) => !/[./]lock(?:\/|$)/.test(name))
    .sort();

/** Runs the command, and sends a signal to it at its third look at the lock. */
async function interrupted(signal: string, words: readonly string[]) {
  const {
    exitCode,
    signal: by,
    stdout,
    stderr,
  } = await execa(process.execPath, [program, ...words], {
    env: {
      ...instance.env,
      NODE_OPTIONS: `--import=${killer}`,
      ...{ KILL_AT: "3", KILL_BY: signal, KILL_BELOW: lock() },
    },
    ...{ extendEnv: false, reject: false, stdin: "ignore", detached: true },
  });
  return { exitCode, by, stdout, stderr };
}

const ways: readonly (readonly [string, () => readonly string[]])[] = [
  ["create", () => ["create", "new", "--template", "base", "--memory", "32"]],
  ["add", () => ["add", "new", "--disk", at("own.raw"), "--memory", "32"]],
  ["install", () => ["install", "new", "--cdrom", at("cd.iso"), "--disk", "1G", "--memory", "32"]],
  ["clone", () => ["clone", "web", "new"]],
  ["template add", () => ["template", "add", "new", "--from", at("image.raw")]],
  ["template add of a machine", () => ["template", "add", "new", "--machine", "web"]],
  ["template folder", () => ["template", "folder", at("images")]],
  ["delete", () => ["delete", "web"]],
  ["template delete", () => ["template", "delete", "base"]],
];

describe.each(casesToTry(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"], 2))(
  "%s while another program holds the lock",
  (signal) => {
    it.each(ways)("ends it, and leaves all as it was: %s", async (_title, wordsOf) => {
      const before = kept();
      const held = await withLock(
        lock(),
        "test",
        0,
        () => appError("cancelled", {}),
        async () => ok(await interrupted(signal, wordsOf())),
      );
      const codes: Readonly<Record<string, number | undefined>> = {
        ...{ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 },
      };
      expect(held).toEqual({
        ok: true,
        value:
          signal === "SIGKILL"
            ? { exitCode: undefined, by: "SIGKILL", stdout: "", stderr: "" }
            : { exitCode: codes[signal], by: undefined, stdout: "", stderr: "Cancelled." },
      });
      // The application does so at its start, and the next command of its kind.
      if (signal === "SIGKILL") await cleanUpLeftovers(paths());
      expect(kept()).toEqual(before);
    });
  },
);

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s after its words does not undo a success",
  async (signal) => {
    for (let round = 0; round < 5; round += 1) {
      const creating = execa(
        process.execPath,
        [program, "create", `late${round}`, "--template", "base", "--memory", "32"],
        { env: instance.env, extendEnv: false, reject: false, stdin: "ignore" },
      );
      let signals: NodeJS.Timeout | undefined;
      creating.stdout.once("data", () => {
        signals = setInterval(() => creating.kill(signal), 0);
      });
      const { exitCode, signal: by, stdout } = await creating;
      clearInterval(signals);
      expect([exitCode, by]).toEqual([0, undefined]);
      expect(stdout).toContain(`late${round} was created.`);
    }
    const names = [0, 1, 2, 3, 4].map((round) => `late${round}`);
    expect((await instance.virtray("delete", ...names)).exitCode).toBe(0);
    expect((await instance.virtray("trash", "empty")).exitCode).toBe(0);
  },
);
