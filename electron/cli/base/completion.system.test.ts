import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

let instance: Instance;
let bin: string;

beforeAll(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk);
  await instance.json("template", "add", "deb", "--from", disk);
  await instance.json("clone", "web", "db");
  // The path of an installed command.
  bin = join(instance.folder, "virtray");
  const program = join(import.meta.dirname, "../../../build/virtray.mjs");
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(bin, 0o755);
});
afterAll(() => instance?.close());

/** Returns the proposals of a real bash for these words, of which the last is unfinished. */
async function proposed(words: readonly string[]): Promise<readonly string[]> {
  const script = `
    source <(virtray completion bash)
    COMP_WORDS=(virtray "$@"); COMP_CWORD=$#
    _virtray
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execa("bash", ["-c", script, "bash", ...words], {
    env: { ...instance.env, PATH: `${instance.folder}:${process.env["PATH"]}` },
  });
  return stdout === "" ? [] : stdout.split("\n");
}

it.each([
  [
    "commands",
    ["s"],
    [
      "show",
      "start",
      "stop",
      "suspend",
      "ssh",
      "shell",
      "share",
      "set",
      "snapshot",
      "schema",
      "ssh-config",
    ],
  ],
  [
    "commands below one",
    ["template", ""],
    ["list", "add", "delete", "warm", "cool", "folder", "catalogue", "help"],
  ],
  ["machines", ["start", ""], ["db", "web"]],
  ["further machines", ["start", "db", "w"], ["web"]],
  ["no machine where a new name is wanted", ["rename", "web", ""], []],
  ["no machine where a new one is made", ["create", ""], []],
  ["machines behind a choice", ["autostart", "set", "always", "d"], ["db"]],
  ["choices", ["autostart", "set", ""], ["never", "always", "as-before"]],
  ["values of an option", ["add", "x", "--bus", ""], ["virtio", "ide"]],
  ["templates", ["create", "x", "--template", ""], ["deb"]],
  ["templates to delete", ["template", "delete", ""], ["deb"]],
  ["templates to run a command in", ["run", "--rm", ""], ["deb"]],
  ["templates to warm", ["template", "warm", ""], ["deb"]],
  ["machines to suspend", ["suspend", "w"], ["web"]],
  ["machines to copy from and to", ["copy", "/etc/host", "we"], ["web:"]],
  ["files to copy", ["copy", "/etc/hostn"], ["/etc/hostname"]],
  ["ways out", ["uplink", "set", "a"], ["auto"]],
  ["options", ["stop", "--"], ["--json", "--timeout", "--tag", "--all", "--help"]],
  ["files, which bash finds itself", ["add", "x", "--disk", ""], []],
])("proposes %s", async (_what, words, expected) => {
  expect(await proposed(words)).toEqual(expected);
});
