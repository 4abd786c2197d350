import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import type { FailureJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson, ProjectQuestionJson } from "../../contract/app/cli-care.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";

/** A project as it comes from a stranger, and a home with what that stranger would like to have. */
let instance: Instance;
let home: string;
let folder: string;
let file: string;

const secret = "the-token-of-ada";
const agreedFile = () => join(instance.folder, "config/virtray/projects.json");
const project = (text: string) => writeFileSync(file, text);
const up = (...more: readonly string[]) => instance.virtray("up", "--file", file, ...more);
const machines = () => instance.json<readonly MachineFile[]>("list");

async function failure(verb: string, ...more: readonly string[]): Promise<FailureJson["error"]> {
  const done = await instance.virtray(verb, "--file", file, ...more, "--json");
  expect(done.exitCode).toBe(1);
  return (JSON.parse(done.stdout) as FailureJson).error;
}

/** `up` on a terminal, with what a person types there once there is a question. */
async function onTerminal(typed: string, lang = "C.UTF-8") {
  const command = `${process.execPath} build/virtray.mjs up --file ${file}`;
  const running = execa("script", ["-qec", command, "/dev/null"], {
    stdin: "pipe",
    env: { ...instance.env, LANG: lang },
    extendEnv: false,
    reject: false,
  });
  let seen = "";
  let hasTyped = false;
  running.stdout.on("data", (text) => {
    seen += String(text);
    if (hasTyped || !/\[[yj]\/N\]/.test(seen)) return;
    hasTyped = true;
    running.stdin.write(typed);
  });
  const { exitCode, stdout } = await running;
  return { exitCode, told: stdout.replaceAll("\r", "") };
}

const whole = `machines:
  web:
    template: empty
    memory: 32
    keys: [team.pub]
    user-data: web.yaml
    autostart: always
    forward: [8080:80, 8443:443 uplink]
`;

beforeAll(async () => {
  instance = makeInstance();
  home = join(instance.folder, "home");
  instance.env["HOME"] = home;
  mkdirSync(join(home, ".config/app"), { recursive: true });
  writeFileSync(join(home, ".config/app/token"), `note: ${secret}\n`);
  const empty = join(instance.folder, "empty.raw");
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  writeFileSync(empty, sectors);
  await instance.json("template", "add", "empty", "--from", empty);
});

beforeEach(() => {
  folder = join(home, "cloned");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  file = join(folder, "virtray.yaml");
  execFileSync("ssh-keygen", ["-qt", "ed25519", "-N", "", "-C", "", "-f", join(folder, "team")]);
  writeFileSync(join(folder, "web.yaml"), "packages: [nginx]\nruncmd: [reboot]\n");
});

afterAll(() => instance?.close());

it("takes along no file outside the project’s folder, even if it was agreed to", async () => {
  symlinkSync("../.config/app/token", join(folder, "link.yaml"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const cases: readonly (readonly [string, string])[] = [
    ["user-data: ~/.config/app/token", "project-file-outside"],
    ["user-data: link.yaml", "project-file-outside"],
    ["user-data: pipe", "file-not-regular"],
    ["keys: [~/.config/app/token]", "project-file-outside"],
    ['user-data: "web\\e[2K.yaml"', "project-invalid"],
    ['user-data: "web\\u202elmay."', "project-invalid"],
  ];
  for (const [line, code] of cases) {
    project(`machines:\n  web:\n    template: empty\n    ${line}\n`);
    const error = await failure("up", "--yes");
    expect([line, error.code]).toEqual([line, code]);
    expect(error.message).not.toContain(secret);
  }
  expect(await machines()).toEqual([]);
  expect(existsSync(agreedFile())).toBe(false);
});

it("does nothing that was not agreed to where nobody can be asked, and says how to go on", async () => {
  project(whole);
  const done = await up();
  expect(done).toMatchObject({
    exitCode: 1,
    stderr: `You have not agreed to the project ${file} yet, so nothing was done. Read what the project asks for. Then run “virtray up” in a terminal, or “virtray up --yes” in a script.`,
  });
  const [, key = ""] = execFileSync("ssh-keygen", ["-lf", join(folder, "team.pub")])
    .toString()
    .split(" ");
  expect(done.stdout).toContain(`${file} asks for this, and you have not agreed to it yet:

web
  is created from the template empty (memory: 32)
  lets in anyone who has a key from team.pub: ${key}
  runs the user data of web.yaml as root, in the guest (2 lines, SHA-256 `);
  expect(done.stdout).toContain(`…)
  opens port 8080 of this computer, which leads to port 80 of the machine, for this computer only
  opens port 8443 of this computer, which leads to port 443 of the machine, also for other computers that reach this computer over the network
  starts at each login

Virtray itself downloads nothing for the project, and reads none of your files outside the project’s folder except public keys.
`);
  const json = await up("--json");
  expect([json.exitCode, JSON.parse(json.stdout) as ProjectQuestionJson]).toMatchObject([
    1,
    {
      error: { code: "project-not-agreed" },
      ...{ file, isFirst: true, gone: [] },
      added: [
        { kind: "machine", machine: "web", template: "empty", settings: ["memory: 32"] },
        { kind: "keys", file: "team.pub", fingerprints: [key] },
        { kind: "user-data", file: "web.yaml", lines: 2 },
        { kind: "forward", hostPort: 8080, port: 80, reach: "host" },
        { kind: "forward", hostPort: 8443, port: 443, reach: "uplink" },
        { kind: "autostart", when: "always" },
      ],
    },
  ]);
  expect(await machines()).toEqual([]);
});

it("tells names and sentences about them apart", async () => {
  const named = "team.pub: SHA256:known          starts";
  cpSync(join(folder, "team.pub"), join(folder, named));
  project(`machines:\n  web:\n    template: empty\n    keys: ["${named}"]\n`);
  expect((await up()).stdout).toContain(
    `a key from "team.pub: SHA256:known ${"\\u{20}".repeat(9)}starts": SHA256:`,
  );
  project('machines:\n  web:\n    template: empty\n    disk: "20\\n\\u2003G"\n');
  expect((await failure("up", "--yes")).code).toBe("project-invalid");
});

it.each(["n\n", "\u0003"])("does nothing on a terminal for the answer %j", async (typed) => {
  project(whole);
  const { exitCode, told } = await onTerminal(typed);
  expect(exitCode).toBe(1);
  expect(told).toContain("Agree? [y/N]");
  expect(told).toContain("Nothing was done.");
  expect(await machines()).toEqual([]);
  expect(existsSync(agreedFile())).toBe(false);
});

it("is asked once, until the project or a file that it names changes", async () => {
  project(whole);
  const german = await onTerminal("j\n", "de_DE.UTF-8");
  expect(german.told).toContain("startet bei jedem Anmelden");
  expect(german.told).toContain(
    "web: angelegt, Autostart gesetzt, Ports weitergeleitet, gestartet",
  );
  expect(statSync(agreedFile()).mode & 0o777).toBe(0o600);
  expect(readFileSync(agreedFile(), "utf8")).not.toContain("nginx");

  // The same content is agreed to, in whatever words and wherever it lies.
  project(
    `# Our machine.\n${whole.replace("[8080:80, 8443:443 uplink]", '["8080:80", "8443:443 uplink"]')}`,
  );
  const again = await instance.json<readonly ProjectMachineJson[]>("up", "--file", file);
  expect(again).toMatchObject([{ changes: [], error: null }]);
  const copy = join(home, "copy");
  cpSync(folder, copy, { recursive: true });
  expect(await instance.virtray("up", "--file", join(copy, "virtray.yaml"))).toMatchObject({
    exitCode: 0,
    stdout: expect.not.stringContaining("asks for"),
  });

  writeFileSync(join(folder, "web.yaml"), "packages: [nginx]\nruncmd: [evil]\n");
  const changed = await onTerminal("n\n");
  expect(changed.told).toMatch(
    /has changed since you agreed to it\.\n\nNew:\n\nweb\n {2}runs the user data of web\.yaml as root[^\n]+\n\nNo longer asked for:\n\nweb\n {2}runs the user data of web\.yaml/,
  );
  expect(changed.told).not.toContain("is created from");
  expect(await up()).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("has changed since you agreed to it, so nothing was done."),
  });
  const json = await up("--json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    isFirst: false,
    added: [{ kind: "user-data" }],
    gone: [{ kind: "user-data" }],
  });
  expect(await up("--yes")).toMatchObject({ exitCode: 0 });
  expect(await up()).toMatchObject({ exitCode: 0 });
});

it("shuts down and deletes without reading the files that the project names", async () => {
  project(whole.replace("web.yaml", "~/.config/app/token").replace("team.pub", "none.pub"));
  expect(await instance.virtray("destroy", "--file", file)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(
      "Nothing has been deleted yet. This would force-stop web and move",
    ),
  });
  expect(await instance.virtray("destroy", "--file", file, "--yes")).toMatchObject({ exitCode: 0 });
  expect(await machines()).toEqual([]);
});

it("asks again where the record of agreements cannot be read any more", async () => {
  writeFileSync(agreedFile(), "{");
  project(whole);
  expect((await failure("up")).code).toBe("project-not-agreed");
});
