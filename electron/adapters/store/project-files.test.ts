import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ErrorCode } from "../../contract/errors/app-error.ts";
import { projectFolder, readProjectKeys, readProjectText } from "./project-files.ts";

/** A key as ssh writes it (RFC 8709): a type and 32 bytes, each behind its length. */
const blob = Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]);
const key = `ssh-ed25519 ${blob.toString("base64")}`;
let base: string;
let home: string;
let folder: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "project-files-"));
  home = join(base, "home");
  folder = join(home, "project");
  mkdirSync(join(home, ".ssh"), { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(home, ".ssh/id"), "a secret\n");
  writeFileSync(join(home, ".ssh/id.pub"), `${key} ada\n`);
  writeFileSync(join(base, "other.pub"), `${key}\n`);
  writeFileSync(join(folder, "own.yaml"), "packages: []\n");
  writeFileSync(join(folder, "own.pub"), `${key}\n`);
});

afterEach(() => rmSync(base, { recursive: true }));

it("reads what lies in the project’s folder, also by a link there", async () => {
  symlinkSync("own.yaml", join(folder, "link.yaml"));
  symlinkSync(folder, join(base, "way"));
  const place = { home, folder: await projectFolder(join(base, "way/virtray.yaml")) };
  for (const file of ["own.yaml", "./own.yaml", "link.yaml", join(folder, "own.yaml")]) {
    expect(await readProjectText(place, file)).toMatchObject({
      value: { file, text: "packages: []\n" },
    });
  }
});

it("takes public keys from a home, and tells their fingerprint as ssh does", async () => {
  const read = await readProjectKeys({ home, folder }, "~/.ssh/id.pub");
  const told = execFileSync("ssh-keygen", ["-lf", join(home, ".ssh/id.pub")], { encoding: "utf8" });
  expect(read).toMatchObject({
    value: { lines: [`${key} ada`], fingerprints: [told.split(" ")[1]] },
  });
});

it("reads nothing else of a home, by whatever name it is called", async () => {
  symlinkSync("../.ssh/id", join(folder, "link"));
  symlinkSync(join(home, ".ssh"), join(folder, "ssh"));
  symlinkSync("id", join(home, ".ssh/as-public.pub"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const place = { home, folder };
  const names: readonly (readonly [string, ErrorCode, ErrorCode])[] = [
    ["~/.ssh/id", "project-file-outside", "project-file-outside"],
    ["~/.ssh/as-public.pub", "project-file-outside", "ssh-key-invalid"],
    ["~/../other.pub", "project-file-outside", "project-file-outside"],
    ["../.ssh/id", "project-file-outside", "project-file-outside"],
    [join(home, ".ssh/id"), "project-file-outside", "project-file-outside"],
    ["link", "project-file-outside", "project-file-outside"],
    ["ssh/id", "project-file-outside", "project-file-outside"],
    ["ssh/id.pub", "project-file-outside", "project-file-outside"],
    ["/proc/self/environ", "project-file-outside", "project-file-outside"],
    ["pipe", "file-not-regular", "file-not-regular"],
    ["none", "disk-missing", "disk-missing"],
  ];
  for (const [name, forUserData, forKeys] of names) {
    expect([name, await readProjectText(place, name)]).toMatchObject([
      name,
      { error: { code: forUserData } },
    ]);
    expect([name, await readProjectKeys(place, name)]).toMatchObject([
      name,
      { error: { code: forKeys } },
    ]);
  }
});

it("is not led elsewhere by a name that changes while it is read", async () => {
  linkSync(join(folder, "own.yaml"), join(folder, "turning.yaml"));
  const turn = `const fs = require("node:fs");
    process.chdir(${JSON.stringify(folder)});
    fs.linkSync("own.yaml", "one");
    fs.symlinkSync("../.ssh/id", "two");
    process.stdout.write("turning");
    for (;;) {
      fs.linkSync("one", "next"); fs.renameSync("next", "turning.yaml"); fs.rmSync("next", { force: true });
      fs.symlinkSync("../.ssh/id", "next"); fs.renameSync("next", "turning.yaml");
    }`;
  const turning = spawn(process.execPath, ["-e", turn], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(turning.stdout, "data");
    const seen = { own: 0, refused: 0 };
    // Both must be met often, or nothing has been tried.
    while (seen.own < 100 || seen.refused < 100) {
      const read = await readProjectText({ home, folder }, "turning.yaml");
      if (read.ok) expect(read.value.text).toBe("packages: []\n");
      else expect(read.error.code).toBe("project-file-outside");
      seen[read.ok ? "own" : "refused"] += 1;
    }
  } finally {
    turning.kill("SIGKILL");
    await once(turning, "close");
  }
});
