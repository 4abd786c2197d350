import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { projectFolder } from "./project.mjs";

it("gives the command a home of its own, in which the caches are the user's", async () => {
  const home = mkdtempSync(join(tmpdir(), "home of-"));
  for (const folder of [".ssh", ".config", ".cache/virtray"]) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  writeFileSync(join(home, ".ssh/config"), "Host mine\n");
  writeFileSync(join(home, ".npmrc"), "fund=false\n");
  const script = `ls -A ~; cat ~/.npmrc; mkdir ~/.ssh; echo Host theirs > ~/.ssh/config
    echo "[$XDG_CONFIG_HOME]"; echo > ~/.cache/virtray/image; test -x "$NODE" && test -f build/sandbox.mjs`;
  const { XDG_CACHE_HOME: _, ...env } = process.env;
  const sandboxed = await execa(
    process.execPath,
    [join(projectFolder, "build/sandbox.mjs"), "sh", "-c", script],
    {
      cwd: projectFolder,
      extendEnv: false,
      env: { ...env, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), NODE: process.execPath },
    },
  );
  expect(sandboxed.stdout.split("\n")).toEqual([".cache", ".npm", ".npmrc", "fund=false", "[]"]);
  expect(readFileSync(join(home, ".ssh/config"), "utf8")).toBe("Host mine\n");
  expect(readdirSync(home)).toEqual([".cache", ".config", ".npm", ".npmrc", ".ssh"]);
  expect(readdirSync(join(home, ".cache/virtray"))).toEqual(["image"]);
});
