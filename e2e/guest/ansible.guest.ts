import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../../build/project.mjs";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { debianImage } from "../rig/guest/debian.mjs";
import { runInDebian } from "../rig/guest/login.ts";
import { until } from "../rig/until.ts";

/** Two machines of one real Debian, which Debian's Ansible finds by the inventory. */
let instance: Instance;

/** An emulated guest on a busy computer needs that long to start; it is waited for no longer than it takes. */
const guestMinutes = 60;

beforeAll(async () => {
  instance = makeInstance();
  instance.env["HOME"] = instance.folder;
  delete instance.env["SSH_AUTH_SOCK"];
  mkdirSync(join(instance.folder, ".ssh"), { mode: 0o700 });
  // ssh looks for keys of the usual names in the account's own home, whatever HOME says.
  const key = join(instance.folder, ".ssh/work_key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  await instance.json("lan", "up");
  const image = await debianImage();
  await instance.json("template", "add", "debian", "--from", image, "--user", "debian");
  const own = ["--template", "debian", "--memory", "512", "--key", `${key}.pub`, "--no-agent"];
  const machines = [];
  for (const name of ["web", "db"]) {
    machines.push(await instance.json<MachineDetailJson>("create", name, ...own));
  }
  await instance.json("start", "web", "db");
  await Promise.all(
    machines.map((machine) =>
      until(
        `a login to ${machine.name}`,
        () => runInDebian(key, machine, "sudo whoami").catch(() => null),
        guestMinutes * 60,
      ),
    ),
  );
});

afterAll(async () => {
  await instance?.close();
});

it("Ansible logs in to both machines, and finds their Python", async () => {
  const inventory = join(instance.folder, "inventory");
  const program = join(projectFolder, "build/virtray.mjs");
  writeFileSync(inventory, `#!/bin/sh\nexec '${process.execPath}' '${program}' inventory "$@"\n`);
  chmodSync(inventory, 0o700);
  const work = join(instance.folder, "ansible");
  mkdirSync(work);
  const ask = (module: readonly string[]) =>
    execa("ansible", ["-i", inventory, "all", "--one-line", "--timeout", "120", ...module], {
      cwd: work,
      env: { ...instance.env, ANSIBLE_LOCAL_TEMP: work, ANSIBLE_NOCOLOR: "1" },
      reject: false,
    });
  const raw = await ask(["-m", "raw", "-a", "hostname"]);
  expect(raw.stdout.split("\n").sort()).toEqual([
    expect.stringMatching(/^db \| CHANGED \| rc=0 \| \(stdout\) db/),
    expect.stringMatching(/^web \| CHANGED \| rc=0 \| \(stdout\) web/),
  ]);
  const ping = await ask(["-m", "ping"]);
  expect(ping.stdout.split("\n").sort()).toEqual([
    expect.stringMatching(/^db \| SUCCESS => .*"ping": ?"pong"/),
    expect.stringMatching(/^web \| SUCCESS => .*"ping": ?"pong"/),
  ]);
  expect(ping.exitCode).toBe(0);
});
