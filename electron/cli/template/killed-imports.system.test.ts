import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { stepToTry } from "../../../e2e/rig/forms.mjs";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { cleanUpLeftovers } from "../../services/app/clean-up-leftovers.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
const killer = pathToFileURL(join(import.meta.dirname, "../../../e2e/rig/kill-at.mjs"));

let instance: Instance;
let url: string;
const server = createServer((request, response) => {
  const content = readFileSync(at("image.raw"));
  // By its version alone a half-done download is continued.
  if (request.url?.includes("known")) response.setHeader("etag", '"1"');
  response.setHeader("content-length", content.length);
  response.end(content);
});

const at = (...names: readonly string[]) => join(instance.folder, ...names);

beforeAll(async () => {
  instance = makeInstance();
  // Two pieces of a stream, each of which is a change.
  const content = Buffer.alloc(128 * 1024, 7);
  content.set([0x55, 0xaa], 510);
  writeFileSync(at("image.raw"), content);
  const make = (file: string, ...args: readonly string[]) =>
    execa(file, args, { cwd: instance.folder });
  await make("gzip", "-k", "image.raw");
  await make("tar", "-cf", "image.ova", "image.raw");
  await make("/usr/bin/python3", "-m", "zipfile", "-c", "image.zip", "image.raw");
  await make("cp", "image.raw", "foreign.raw");
  chownSync(at("foreign.raw"), 1000, 1000);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await instance.json("template", "add", "base", "--from", at("image.raw"));
  await instance.json("create", "web", "--template", "base", "--memory", "32");
  mkdirSync(at("cache/virtray/downloads"), { recursive: true });
  // The folders that the first machine that is copied, and the first one that is deleted, leave for good.
  await instance.json("clone", "web", "new");
  await undo(["clone"]);
});

afterAll(async () => {
  server.close();
  await instance.close();
});

/** All that is kept for the user, apart from locks. */
function kept(): readonly string[] {
  const folders = ["data/virtray", "cache/virtray/downloads"];
  return folders
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true }).map((name) => `${folder}/${name}`),
    )
    .filter((name) => !/[./]lock(?:\/|$)/.test(name))
    .sort();
}

/** Runs the command, and sends a signal to it at its change number `change` of what is kept. */
async function interrupted(signal: string, change: number, words: readonly string[]) {
  const { exitCode, stderr } = await execa(process.execPath, [program, ...words], {
    env: {
      ...instance.env,
      NODE_OPTIONS: `--import=${killer}`,
      KILL_AT: String(change),
      KILL_BY: signal,
      KILL_BELOW: [at("data"), at("cache/virtray/downloads")].join(":"),
    },
    ...{ extendEnv: false, reject: false, stdin: "ignore", detached: true },
  });
  return { exitCode, stderr };
}

/**
 * Removes the locks of downloads: each kill leaves one more number in them, whose removal would be one
 * more change of the next run.
 */
function removeLocks(): void {
  const downloads = at("cache/virtray/downloads");
  for (const name of readdirSync(downloads)) {
    if (name.endsWith(".lock")) rmSync(join(downloads, name), { recursive: true });
  }
}

const cleanUp = () => cleanUpLeftovers(pathsFrom(instance.env, process.getuid?.() ?? 0));

type Way = readonly [string, () => readonly string[]];
const from = (name: string) => () => ["template", "add", "new", "--from", at(name)];
const ways: readonly Way[] = [
  ["a file", from("image.raw")],
  ["a packed file", from("image.raw.gz")],
  ["a zip file", from("image.zip")],
  ["an OVA", from("image.ova")],
  ["a file that others may change", from("foreign.raw")],
  ["a URL", () => ["template", "add", "new", "--url", `${url}/image`]],
  ["a URL that can be continued", () => ["template", "add", "new", "--url", `${url}/known`]],
  ["a machine", () => ["template", "add", "new", "--machine", "web"]],
  ["a template", () => ["create", "new", "--template", "base", "--memory", "32"]],
  ["a copy", () => ["clone", "web", "new"]],
];

/** Removes what a way has made. */
async function undo(words: readonly string[]): Promise<void> {
  if (words[0] === "template") await instance.json("template", "delete", "new");
  else {
    await instance.json("delete", "new");
    await instance.json("trash", "empty", "new");
  }
}

describe.each(["SIGKILL", "SIGINT"])(
  "%s at changes of files",
  (signal) => {
    it.each(ways)("leaves nothing that is never used again: %s", async (_title, wordsOf) => {
      const words = wordsOf();
      const before = kept();
      let interruptions = 0;
      const step = signal === "SIGKILL" || words[0] === "create" ? stepToTry(3) : stepToTry(6);
      for (let change = 1; ; change += step) {
        const { exitCode, stderr } = await interrupted(signal, change, words);
        if (exitCode === 0) break;
        // It was killed, and did not fail by itself.
        if (signal === "SIGKILL") expect({ exitCode, stderr }).toEqual({ stderr: "" });
        interruptions += 1;
        if (signal === "SIGINT")
          expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "Cancelled." });
        // The application does so at its start, and the next command of its kind.
        if (signal === "SIGKILL") await cleanUp();
        removeLocks();
        const left = kept().filter((name) => !before.includes(name));
        const whole = /^data\/virtray\/(?:machines|templates)\/[0-9a-f-]{36}$/;
        // It was whole already when it was interrupted.
        if (left.some((name) => whole.test(name))) await undo(words);
        else {
          // A download is kept with the record by which it is continued, or not at all.
          const resumable = left.filter((name) => name.startsWith("cache/"));
          expect(left).toEqual(resumable);
          expect([0, 2]).toContain(resumable.length);
          if (!words.join(" ").includes("known")) expect(resumable).toEqual([]);
        }
      }
      expect(interruptions).toBeGreaterThan(1);
      await undo(words);
      expect(kept()).toEqual(before);
    });
  },
  600_000,
);
