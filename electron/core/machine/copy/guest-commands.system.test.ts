import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { guestFaults, receivePartCommand, sendRestCommand } from "./guest-commands.ts";
import { readGuestPath } from "./guest-path.ts";
import { blockBytes } from "./part.ts";

/** The commands in a shell of this computer, as in a guest's. */
let folder: string;
let bare: string;
const content = Buffer.alloc(3 * blockBytes + 5, "0123456789abcdef!");
const sum = createHash("sha256")
  .update(content.subarray(0, 2 * blockBytes))
  .digest("hex");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "virtray-part-"));
  bare = join(folder, "bin");
  mkdirSync(bare);
  // A guest that has nothing to make sums with.
  for (const name of ["sh", "dd", "ls", "rm", "mv", "head", "chmod", "touch", "id"]) {
    const { stdout } = await execa("sh", ["-c", `command -v ${name}`]);
    symlinkSync(stdout, join(bare, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (command: string, input: Uint8Array, path = process.env["PATH"]) =>
  execa("/bin/sh", ["-c", command], {
    ...{ input, reject: false, stripFinalNewline: false, encoding: "buffer", env: { PATH: path } },
  });

const receive = (name: string) =>
  receivePartCommand({
    ...{ folder, name, part: `.${name}.virtray-part` },
    ...{ size: content.length, mode: 0o640, time: "202311142213.20" },
  });

const answerOf = (output: Uint8Array) => new TextDecoder().decode(output);

it("a part is told, gone on with, and becomes the file once it is whole", async () => {
  const name = "it's $(large) *";
  const part = join(folder, `.${name}.virtray-part`);
  const first = content.subarray(0, 2 * blockBytes + 77);
  const cut = await run(receive(name), Buffer.concat([Buffer.from("0\n"), first]));
  expect([cut.exitCode, answerOf(cut.stdout)]).toEqual([guestFaults.cut, "0 0 none\n"]);
  expect(statSync(part).mode & 0o777).toBe(0o600);
  const rest = Buffer.concat([Buffer.from("2\n"), content.subarray(2 * blockBytes)]);
  const whole = await run(receive(name), rest);
  expect([whole.exitCode, answerOf(whole.stdout)]).toEqual([0, `${first.length} 2 ${sum}\n`]);
  expect(readFileSync(join(folder, name)).equals(content)).toBe(true);
  const { mode, mtimeMs } = statSync(join(folder, name));
  expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_700_000_000_000]);
  expect(readdirSync(folder).sort()).toEqual(["bin", name]);
  const sent = await run(sendRestCommand(readGuestPath(join(folder, name)), 2, sum), Buffer.of());
  expect(
    Buffer.from(sent.stdout).equals(Buffer.concat([Buffer.from("\n"), rest.subarray(2)])),
  ).toBe(true);
  const other = sendRestCommand(readGuestPath(join(folder, name)), 1, sum);
  expect((await run(other, Buffer.of())).exitCode).toBe(guestFaults.different);
});

it("a part cannot be compared where nothing makes a sum, and is replaced", async () => {
  const part = join(folder, ".plain.virtray-part");
  writeFileSync(part, Buffer.alloc(2 * blockBytes, "other"));
  const input = Buffer.concat([Buffer.from("0\n"), content]);
  const done = await run(receive("plain"), input, bare);
  expect([done.exitCode, answerOf(done.stdout)]).toEqual([0, `${2 * blockBytes} 2 none\n`]);
  expect(readFileSync(join(folder, "plain")).equals(content)).toBe(true);
  const asked = sendRestCommand(readGuestPath(join(folder, "plain")), 2, sum);
  expect((await run(asked, Buffer.of(), bare)).exitCode).toBe(guestFaults.unproven);
});

it("neither a link in the place of a part is followed, nor a folder replaced", async () => {
  const own = join(folder, "own");
  writeFileSync(own, Buffer.alloc(2 * blockBytes, "mine"));
  symlinkSync(own, join(folder, ".linked.virtray-part"));
  const done = await run(receive("linked"), Buffer.concat([Buffer.from("0\n"), content]));
  expect([done.exitCode, answerOf(done.stdout)]).toEqual([0, "0 0 none\n"]);
  expect(readFileSync(own, "latin1").startsWith("mine")).toBe(true);
  mkdirSync(join(folder, "there"));
  const refused = await run(receive("there"), Buffer.of());
  expect([refused.exitCode, answerOf(refused.stdout)]).toEqual([guestFaults.folder, ""]);
});
