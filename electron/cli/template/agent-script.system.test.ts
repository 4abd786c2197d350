import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../../e2e/rig/until.ts";
import { agentScript, inBackground, keptAgentScripts } from "../../core/template/agent-script.ts";

/**
 * The script that brings the guest agent, in the shells and with the tools of guests. Package managers write down
 * how they are called; `/etc`, `/var` and `/run` are folders of the test.
 */
let root: string;
let servers: Server[];

/** The programs that the script takes from a guest. */
const tools = [
  ...["cat", "chmod", "cp", "dirname", "grep", "ls", "mkdir", "mktemp", "rm", "setsid", "sleep"],
  ...["timeout", "wc"],
];
const shells = ["dash", "busybox"] as const;
type Shell = (typeof shells)[number];

/** The file of each package manager that names its repository, and what it is told in order to get the agent. */
const managers = {
  "apt-get": ["etc/apt/sources.list", "update\ndownload\ninstall\n"],
  dnf: ["etc/yum.repos.d/x.repo", "download\ninstall\n"],
  zypper: ["etc/zypp/repos.d/x.repo", "download\ninstall\n"],
  apk: ["etc/apk/repositories", "install\n"],
} as const;
type Manager = keyof typeof managers;

const instance = "3b0e4a53-6d0c-4f0e-9c43-0123456789ab";
const kept = () => join(root, keptAgentScripts, `virtray-agent-${instance}`);
const called = () => (existsSync(join(root, "log")) ? readFileSync(join(root, "log"), "utf8") : "");
const hasAgent = () => existsSync(join(root, "bin/qemu-ga"));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function program(name: string, text: string): void {
  write(`bin/${name}`, `#!/bin/sh\n${text}`);
  chmodSync(join(root, "bin", name), 0o755);
}

/** A package manager: it notes what it is to do, and an installation brings the agent unless a file forbids it. */
const manager = `case "$*" in
  *download-only*|*downloadonly*) echo download >>${"$"}ROOT/log ;;
  *" update"*) echo update >>${"$"}ROOT/log ;;
  *install*|*add*)
    echo install >>${"$"}ROOT/log
    echo "$*" >${"$"}ROOT/install
    echo $$ >${"$"}ROOT/pid
    while [ -e ${"$"}ROOT/slow ]; do sleep 0.1; done
    cp /etc/apt/apt.conf.d/00virtray-agent ${"$"}ROOT/patient 2>/dev/null
    [ -e ${"$"}ROOT/refuses ] && exit 1
    cp /bin/true ${"$"}ROOT/bin/qemu-ga ;;
esac
`;

/** Makes a guest with the tools of a shell and a package manager. */
function furnish(shell: Shell, name: Manager | null): void {
  for (const tool of tools) {
    const path =
      shell === "busybox"
        ? "/usr/bin/busybox"
        : execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
    symlinkSync(path, join(root, "bin", tool));
  }
  symlinkSync("/usr/bin/python3", join(root, "bin/python3"));
  if (name !== null) program(name, manager);
  program("rc-update", "");
  program("rc-service", `echo "$*" >>${"$"}ROOT/started`);
  write("var/lib/cloud/data/instance-id", `${instance}\n`);
  write("script", agentScript);
}

/** Runs a script in that guest, and returns what it tells. */
async function run(shell: Shell, path = join(root, "script"), ...args: readonly string[]) {
  const words = shell === "dash" ? ["/usr/bin/dash"] : ["/usr/bin/busybox", "sh"];
  const folders = ["etc", "var", "run"].flatMap((each) => [
    ...["--bind", join(root, each), `/${each}`],
  ]);
  // The test's own folder stays reachable where it lies below /var or /run.
  const own = ["--bind", root, root];
  const seen = path.startsWith(join(root, "var")) ? path.slice(root.length) : path;
  const { stdout } = await execa(
    "/usr/bin/bwrap",
    ["--dev-bind", "/", "/", ...folders, ...own, ...words, seen, ...args],
    { env: { PATH: `${root}/bin`, ROOT: root }, extendEnv: false, stdin: "ignore" },
  );
  return stdout;
}

async function serve(): Promise<Server> {
  const server = createServer((socket) => socket.end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port");
  return address.port;
}

/** Returns a port on which nobody listens, and opens it when that is asked for. */
async function closedPort() {
  const server = await serve();
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return { port, open: () => server.listen(port, "127.0.0.1") };
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "agent-script-"));
  servers = [];
  for (const folder of ["bin", "etc/apt/apt.conf.d", "var/tmp", "run/cloud-init"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
});

afterEach(() => {
  for (const server of servers) server.close();
  rmSync(root, { recursive: true });
});

describe.each(shells)("by the shell and the tools of %s", (shell) => {
  it.each(Object.keys(managers) as Manager[])("%s gets the agent at once", async (name) => {
    furnish(shell, name);
    const [file, calls] = managers[name];
    write(file, `# http://127.0.0.1:1/\nbaseurl=http://127.0.0.1:${portOf(await serve())}/x\n`);
    expect(await run(shell)).toBe("");
    expect(called()).toBe(calls);
    expect(readFileSync(join(root, "started"), "utf8")).toBe(
      "-q --ifstopped qemu-guest-agent start\n",
    );
    expect(existsSync(kept())).toBe(false);
  });

  it.each(Object.keys(managers) as Manager[])(
    "%s is not called without a way out, and gets the agent once there is one",
    async (name) => {
      furnish(shell, name);
      const { port, open } = await closedPort();
      write(managers[name][0], `baseurl=http://127.0.0.1:${port}/x\n`);
      write("run/cloud-init/result.json", "{}");
      expect(await run(shell)).toBe("virtray: the guest agent could not be installed yet");
      expect([called(), existsSync(kept())]).toEqual(["", true]);
      open();
      await until("the agent", hasAgent);
      await until("the end of the script", () => !existsSync(kept()));
      expect(called()).toBe(managers[name][1]);
      expect(existsSync(join(root, "started"))).toBe(true);
      if (name !== "apt-get") return;
      // Neither the lists nor the lock of downloads are the system's, and others wait for the installation.
      expect(readFileSync(join(root, "install"), "utf8")).toMatch(
        /-o Dir::Cache=\/var\/tmp\/virtray-agent\.\S+\/cache -o Dir::State::Lists=/,
      );
      expect(readFileSync(join(root, "patient"), "utf8")).toBe('DPkg::Lock::Timeout "120";\n');
      expect(readdirSync(join(root, "etc/apt/apt.conf.d"))).toEqual([]);
      expect(readdirSync(join(root, "var/tmp"))).toEqual([]);
    },
  );

  it("a later boot goes on, once in each boot, and that of another machine removes it", async () => {
    furnish(shell, "apk");
    const { port, open } = await closedPort();
    write("etc/apk/repositories", `http://127.0.0.1:${port}/x\n`);
    mkdirSync(dirname(kept()), { recursive: true });
    const other = `${dirname(kept())}/virtray-agent-other`;
    for (const path of [kept(), other]) writeFileSync(path, agentScript);
    expect(await run(shell, other)).toBe("");
    expect([existsSync(other), existsSync(join(root, "run/virtray-agent"))]).toEqual([
      false,
      false,
    ]);
    expect(await run(shell, kept())).toContain("yet");
    expect(await run(shell, kept())).toBe("");
    open();
    // It lets cloud-init end first, which may install packages of the person's own.
    write("run/cloud-init/result.json", "{}");
    await until("the agent", () => hasAgent() && !existsSync(kept()));
  });

  it("a package that is being installed is not cut off by the guest’s end", async () => {
    furnish(shell, "apt-get");
    write("etc/apt/sources.list", `deb http://127.0.0.1:${portOf(await serve())}/x\n`);
    write("run/cloud-init/result.json", "{}");
    write("slow", "");
    await run(shell, undefined, inBackground);
    await until("the installation", () => existsSync(join(root, "pid")));
    process.kill(Number(readFileSync(join(root, "pid"), "utf8")), "SIGTERM");
    rmSync(join(root, "slow"));
    await until("the agent", () => hasAgent() && !existsSync(kept()));
    expect(called()).toBe("update\ndownload\ninstall\n");
  });

  it("all of it is left to the background where that is asked for", async () => {
    furnish(shell, "apk");
    write("etc/apk/repositories", `http://127.0.0.1:${portOf(await serve())}/x\n`);
    write("run/cloud-init/result.json", "{}");
    expect(await run(shell, undefined, inBackground)).toContain("yet");
    await until("the agent", () => hasAgent() && !existsSync(kept()));
  });

  it("a guest whose package manager is none of them is left alone", async () => {
    furnish(shell, null);
    expect(await run(shell)).toBe("virtray: the guest agent could not be installed");
    expect(existsSync(kept())).toBe(false);
  });
});

it("a name that is not answered for costs three seconds, not the resolver’s minutes", async () => {
  furnish("dash", "apt-get");
  // Nobody answers there.
  write("etc/resolv.conf", "nameserver 192.0.2.1\noptions timeout:30 attempts:5\n");
  write("etc/nsswitch.conf", "hosts: dns\n");
  write("etc/apt/sources.list", "deb http://repository.invalid/ x main\n");
  const begin = performance.now();
  expect(await run("dash")).toContain("yet");
  // One question of the resolver would take thirty.
  expect(performance.now() - begin).toBeLessThan(25_000);
  expect(called()).toBe("");
  write("run/cloud-init/result.json", "{}");
  write("etc/apt/sources.list", `deb http://127.0.0.1:${portOf(await serve())}/ x main\n`);
  await until("the agent", () => hasAgent() && !existsSync(kept()));
});

it("a repository that never has it is given up after five tries", async () => {
  furnish("dash", "apk");
  write("etc/apk/repositories", `http://127.0.0.1:${portOf(await serve())}/x\n`);
  write("run/cloud-init/result.json", "{}");
  write("refuses", "");
  write("var/lib/cloud/data/virtray-agent-tries", "\n\n\n");
  expect(await run("dash")).toContain("yet");
  await until("the end of the script", () => !existsSync(kept()));
  expect(called()).toBe("install\n".repeat(3));
  expect(readdirSync(join(root, "var/lib/cloud/data"))).toEqual(["instance-id"]);
});
