import { rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { emptyDisk } from "../../../e2e/rig/small-machine.ts";
import { until } from "../../../e2e/rig/until.ts";
import { version } from "../../../package.json" with { type: "json" };
import type { ActionJson, ComputerJson, MachineJson } from "../../contract/app/cli.ts";
import type { FindingJson } from "../../contract/app/cli-care.ts";
import { serveProtocol } from "../../contract/computer/serve.ts";

/** This computer, and another one with a real sshd and the real command, whose user is not root. */
let here: Instance;
let far: OtherComputer;

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(1);
  await here.json("computer", "add", "big", far.host);
});
afterEach(() => far.replaceCommand(null));
afterAll(async () => {
  await far?.close();
  await here?.close();
});

const sshHere = async () => {
  const { stdout } = await execa("pgrep", ["-af", "ssh .*virtray serve"], { reject: false });
  return stdout.split("\n").filter((line) => line !== "" && !line.includes("pgrep"));
};
const refused = async (...args: readonly string[]) => {
  const done = await here.virtray(...args, "--json");
  return { exitCode: done.exitCode, ...JSON.parse(done.stdout).error };
};

it("adds a computer, checks it, and leaves no process on either side", async () => {
  const checked = await here.json<{ problems: readonly { code: string }[] }>(
    "computer",
    "check",
    "big",
  );
  expect(checked.problems.map(({ code }) => code)).toEqual(["computer-no-kvm"]);
  const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
  expect(big).toMatchObject({ name: "big", host: far.host, machines: 0, problem: null });
  await until("their ends", async () => (await far.processes()).length === 0);
  expect(await sshHere()).toEqual([]);
  expect(await refused("computer", "add", "big", far.host)).toMatchObject({
    code: "computer-exists",
  });
  expect(await refused("computer", "add", "evil", "x;reboot")).toMatchObject({
    code: "input-invalid",
  });
});

it("shows, starts and deletes a machine there, in one list", async () => {
  const disk = await emptyDisk(far.home, "web");
  await execa("chown", ["4242:4242", disk]);
  const words = ["--disk", disk, "--memory", "32", "--accel", "tcg"];
  await far.json("add", "web", ...words);
  await here.json("computer", "check", "big");
  const [web] = await here.json<readonly MachineJson[]>("list");
  expect(web).toMatchObject({ name: "web", computer: "big", status: "stopped" });
  expect(Date.now() - Date.parse(web?.answeredAt ?? "")).toBeLessThan(60_000);
  const [started] = await here.json<readonly ActionJson[]>("start", "big/web");
  expect(started).toMatchObject({ name: "web", ok: true });
  const [running] = await here.json<readonly MachineJson[]>("list");
  expect(running).toMatchObject({ computer: "big", status: "running" });
  expect((await far.json<readonly MachineJson[]>("list"))[0]?.status).toBe("running");
  // Its name is unique, so the computer need not be named.
  expect(await here.json("show", "web")).toMatchObject({ id: web?.id, status: "running" });
  await here.json("kill", "web");
  expect((await here.virtray("list")).stdout).toMatch(
    /NAME +COMPUTER +STATUS.*\nweb +big +stopped/,
  );
  await here.json("delete", "big/web");
  expect(await here.json("list")).toEqual([]);
});

it("tells what fails there by its own sentence and exit code", async () => {
  const failed = await here.virtray("start", "big/none");
  expect(failed).toMatchObject({ exitCode: 1 });
  expect(failed.stderr).toContain("none");
  expect(await refused("start", "big/web", "here")).toMatchObject({ code: "computer-several" });
  expect(await refused("create", "x", "--template", "y", "--on", "nowhere")).toMatchObject({
    code: "computer-unknown",
  });
});

it.each([
  ["older", `echo '{"virtray":"0.0.1","protocol":0}'; cat`, "computer-older"],
  ["without other computers", "echo usage >&2; exit 2", "computer-older"],
  ["newer", `echo '{"virtray":"9.0.0","protocol":99,"more":1}'; cat`, "computer-newer"],
  ["missing", "exit 127", "computer-without-virtray"],
])("says that Virtray there is %s", async (_what, script, code) => {
  far.replaceCommand(script);
  const { message, todo, ...error } = await refused("computer", "check", "big");
  expect(error).toMatchObject({ exitCode: 1, code });
  expect([message, todo].join(" ")).toContain("big");
});

const greeting = `echo '{"virtray":"${version}","protocol":${serveProtocol}}'; read -r line`;
const answer = (value: string) => `${greeting}; echo '{"id":1,"value":${value}}'; cat`;
/** An answer that can be read, but not be written again: that is one call within another. */
const nested = ["[", "]"]
  .map((each) => `head -c 400000 /dev/zero | tr '\\0' '${each}'`)
  .reduce((open, close) => `printf '{"id":1,"value":'; ${open}; ${close}; echo '}'`);
const needs = '{"missing":[],"manager":null,"kvm":true,"router":true}';
const machines = (value: string) =>
  `${greeting}; echo '{"id":1,"value":${needs}}'; read -r line; echo '{"id":2,"value":[${value}]}'; cat`;
const machine = (about: object) =>
  JSON.stringify({
    ...{ id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab", name: "web", status: "running" },
    ...{ address: "192.168.100.9", mac: "52:54:00:00:00:09", user: null, reachable: true },
    ...{ uptimeSeconds: 5, accelerator: "kvm", problemCode: null, tags: [], note: null },
    ...{ protected: false, ...about },
  });

it.each([
  ["apt-get", "sudo apt-get install qemu-utils vde2"],
  ["dnf", "sudo dnf install /usr/bin/qemu-img /usr/bin/vde_switch /usr/bin/vde_plug"],
  ["pacman", "sudo pacman -S qemu-img vde2"],
])(
  "says what is missing there, with the command of %s that installs it",
  async (manager, command) => {
    const missing = ["qemu-img", "vde_switch", "vde_plug"];
    const value = JSON.stringify({ missing, manager, kvm: true, router: true });
    far.replaceCommand(
      `${greeting}; echo '{"id":1,"value":${value}}'; read -r line; echo '{"id":2,"value":[]}'; cat`,
    );
    const { problems } = await here.json<{ problems: readonly { code: string; todo: string }[] }>(
      ...(["computer", "check", "big"] as const),
    );
    expect(problems).toMatchObject([
      { code: "computer-needs", todo: `Install these programs there: ${command}` },
    ]);
  },
);

it("checks that computer and a machine's connection there", async () => {
  const disk = await emptyDisk(far.home, "looked-at");
  await execa("chown", ["4242:4242", disk]);
  await far.json("add", "looked-at", "--disk", disk, "--memory", "32");
  const found = await here.json<readonly FindingJson[]>("doctor", "--on", "big");
  const what = (id: string) => found.find((each) => each.id === id)?.what;
  // The account there may not use KVM, unlike root's here.
  expect([what("kvm"), what("machines")]).toEqual([
    "Your account may not open /dev/kvm.",
    "Machines: 1, all readable.",
  ]);
  const path = await here.virtray("doctor", "path", "big/looked-at", "--json");
  const there = await far.virtray("doctor", "path", "looked-at", "--json");
  expect([path.exitCode, JSON.parse(path.stdout)]).toEqual([
    there.exitCode,
    JSON.parse(there.stdout),
  ]);
  await far.json("delete", "looked-at");
});

it.each([
  ["garbage", "head -c 100000 /dev/urandom; cat", /strange|overlong/],
  ["a line of 100 MB", "head -c 100000000 /dev/zero | tr '\\0' x; cat", "computer-overlong"],
  [
    "a long line later",
    `${greeting}; head -c 100000000 /dev/zero | tr '\\0' x; cat`,
    "computer-overlong",
  ],
  ["an answer to nothing", `${greeting}; echo '{"id":7,"value":[]}'; cat`, "computer-strange"],
  [
    "a wish",
    `${greeting}; echo '{"id":1,"ask":"command","words":["delete","own"]}'; cat`,
    "computer-strange",
  ],
  ["a forward", `${greeting}; echo '{"forward":"8080:22"}'; cat`, "computer-strange"],
  ["a file", answer('{"open":"/etc/passwd"}'), "computer-strange"],
  [
    "a program of its own",
    answer('{"missing":["rm -rf /"],"manager":null,"kvm":true,"router":true}'),
    "computer-strange",
  ],
  ["a name of controls", machines(machine({ name: "\u001b[2Jweb" })), "computer-strange"],
  ["an answer that is nested without end", `${greeting}; ${nested}; cat`, "computer-strange"],
  ["a path as an id", machines(machine({ id: "../../own" })), "computer-strange"],
  ["silence and an end", `${greeting}`, "computer-lost"],
])(
  "refuses %s, and does nothing",
  async (_what, script, code) => {
    far.replaceCommand(script);
    const before = await here.json<readonly MachineJson[]>("list");
    const { message, code: told } = await refused("computer", "check", "big");
    expect(told).toMatch(code);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(await here.json("list")).toEqual(before);
    await until("ssh's end", async () => (await sshHere()).length === 0);
  },
  60_000,
);

it("shows the id of a machine here as one of that computer only", async () => {
  const disk = await emptyDisk(here.folder, "own");
  const own = await here.json<MachineJson>("add", "own", "--disk", disk, "--memory", "32");
  far.replaceCommand(machines(machine({ id: own.id, name: "own" })));
  await here.json("computer", "check", "big");
  const both = await here.json<readonly MachineJson[]>("list");
  expect(both.map(({ id, computer }) => [id, computer])).toEqual([
    [own.id, null],
    [own.id, "big"],
  ]);
  expect(await here.json("show", "own")).toMatchObject({ computer: null, status: "stopped" });
  await here.json("delete", "own");
});

it("shows what was known of a computer that is cut off, as quickly as without it", async () => {
  const disk = await emptyDisk(far.home, "db");
  await execa("chown", ["4242:4242", disk]);
  await far.json("add", "db", "--disk", disk, "--memory", "32");
  await here.json("computer", "check", "big");
  await far.cut();
  try {
    expect(await refused("start", "big/db")).toMatchObject({ code: "computer-unreachable" });
    const { stdout } = await here.virtray("list");
    expect(stdout).toMatch(/db +big +stopped \(\d+ s ago\)/);
    const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
    expect(big?.problem?.code).toBe("computer-unreachable");
  } finally {
    await far.heal();
  }
  await here.json("computer", "check", "big");
  expect((await here.virtray("list")).stdout).toMatch(/db +big +stopped +/);
});

it("ends with the command, ssh or the other side, whatever is killed", async () => {
  const pids = async (pattern: string) =>
    (await execa("pgrep", ["-f", pattern], { reject: false })).stdout.split("\n").filter(Boolean);
  for (const victim of ["cli.cjs computer check", "ssh .*virtray serve", "virtray.mjs serve"]) {
    // The other side answers nothing more, so all stay where they are.
    far.replaceCommand(
      `${greeting}; exec ${process.execPath} -e 'process.title="virtray.mjs serve";process.stdin.on("end",()=>process.exit()).resume()'`,
    );
    const asking = here.virtray("computer", "check", "big");
    const [pid] = await until("a victim", async () => {
      const found = await pids(victim);
      return (await far.processes()).length > 0 && found.length > 0 ? found : null;
    });
    process.kill(Number(pid), "SIGKILL");
    await asking;
    await until("the end of all", async () => {
      const all = [...(await sshHere()), ...(await far.processes())];
      return all.length === 0;
    });
  }
});

it("removes a computer, whose machines stay there", async () => {
  await here.json("computer", "remove", "big");
  expect(await here.json("list")).toEqual([]);
  expect(await here.json("computer", "list")).toEqual([]);
  expect(await far.json<readonly MachineJson[]>("list")).toHaveLength(1);
  expect(await refused("computer", "check", "big")).toMatchObject({ code: "computer-unknown" });
  rmSync(join(far.home, "db.qcow2"));
});
