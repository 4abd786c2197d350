import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSecureServer, type Server } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../build/project.mjs";
import { pathsFrom } from "../../electron/adapters/files/paths.ts";
import { askAgent } from "../../electron/adapters/qemu/agent/guest-agent.ts";
import { machineRuntime } from "../../electron/adapters/qemu/runtime.ts";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import type { DiskJson } from "../../electron/contract/app/cli-storage.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { type AgentServer, repositoryPort, serveAgent } from "../rig/guest/agent-package.ts";
import { debianImage, systemOffset } from "../rig/guest/debian.mjs";
import { makeKey, runInDebian } from "../rig/guest/login.ts";
import { until } from "../rig/until.ts";

/**
 * Two machines of one real Debian without an uplink: one uses a proxy of this computer, trusts its
 * certificate and gets the guest agent by the proxy, the other one gets it once it reaches a repository.
 */
let instance: Instance;
let key: string;
let web: MachineDetailJson;
let db: MachineDetailJson;
let repository: AgentServer | undefined;
let page: Server | undefined;
/** This computer's address in the LAN. */
const gateway = "192.168.100.254";
const proxy = `http://${gateway}:${repositoryPort}`;

/** An emulated guest on a busy computer needs that long to start; it is waited for no longer than it takes. */
const guestMinutes = 60;

const inside = (machine: MachineDetailJson, command: string) => runInDebian(key, machine, command);

/** Waits for the end of cloud-init in this boot. */
const setUp = (machine: MachineDetailJson) =>
  until(
    `cloud-init in ${machine.name}`,
    () => inside(machine, "cloud-init status --wait || true").catch(() => null),
    guestMinutes * 60,
  );

/** Serves a page whose certificate nobody trusts but who was given it. */
async function serveSecurely(): Promise<string> {
  const [cert, own] = [join(instance.folder, "ca.pem"), join(instance.folder, "ca.key")];
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", "/CN=desk", "-addext", `subjectAltName=IP:${gateway}`, "-days", "3650"],
    ...["-keyout", own, "-out", cert],
  ]);
  const options = { key: readFileSync(own), cert: readFileSync(cert) };
  page = createSecureServer(options, (_, answer) => answer.end("seen")).listen(8443, gateway);
  await once(page, "listening");
  return cert;
}

beforeAll(async () => {
  instance = makeInstance();
  const home = join(instance.folder, "home");
  key = await makeKey(home);
  instance.env["HOME"] = home;
  await instance.json("lan", "up");
  repository = await serveAgent(instance.folder, gateway);
  const certificate = await serveSecurely();
  const image = await debianImage();
  await instance.json("template", "add", "debian", "--from", image, "--user", "debian");
  const userData = join(instance.folder, "user-data");
  writeFileSync(
    userData,
    `#cloud-config
apt:
  preserve_sources_list: false
  sources_list: "deb [trusted=yes] http://repository.invalid/ ./\\n"
write_files:
  - { path: /etc/note, content: "told\\n" }
`,
  );
  const create = ["--template", "debian", "--memory", "512"];
  const handed = ["--proxy", proxy, "--certificate", certificate, "--user-data", userData];
  web = await instance.json<MachineDetailJson>("create", "web", ...create, ...handed);
  db = await instance.json<MachineDetailJson>("create", "db", ...create);
  await instance.json("start", "web", "db");
  await Promise.all([setUp(web), setUp(db)]);
});

afterAll(async () => {
  repository?.close();
  page?.close();
  await instance?.close();
});

it("apt and all programs use the proxy, but not for what is near", async () => {
  expect(await inside(web, "apt-config dump | grep -E 'https?::Proxy '")).toBe(
    `Acquire::http::Proxy "${proxy}";\nAcquire::https::Proxy "${proxy}";`,
  );
  const near = `localhost,127.0.0.1,::1,.vm.internal,${gateway},192.168.100.0/24`;
  expect(await inside(web, "printenv http_proxy HTTPS_PROXY no_proxy")).toBe(
    `${proxy}\n${proxy}\n${near}`,
  );
  expect(repository?.asked).toContain("http://repository.invalid/./qemu-guest-agent.deb");
  expect(await inside(db, "printenv http_proxy || echo none")).toBe("none");
});

it("the person's own files are written beside those of ours", async () => {
  expect(await inside(web, "cat /etc/note")).toBe("told");
});

it("programs trust the certificate that was handed on, in this machine alone", async () => {
  const ask = `python3 -c 'import urllib.request as r; print(r.urlopen("https://${gateway}:8443/").read().decode())' 2>&1 | tail -n 1`;
  expect(await inside(web, ask)).toBe("seen");
  expect(await inside(db, ask)).toContain("CERTIFICATE_VERIFY_FAILED");
});

it("the agent came by the proxy, and answers", async () => {
  const told = await instance.virtray("exec", "web", "--timeout", "600", "--", "hostname");
  expect(told).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^web\n?$/) });
});

describe("without an uplink", () => {
  const kept = "/var/lib/cloud/scripts/per-boot/virtray-agent-*";
  const isKept = () => inside(db, `sudo sh -c 'ls ${kept}' 2>/dev/null || echo none`);

  it("there is no agent, and the machine is set up all the same, as soon as with one", async () => {
    expect(await inside(db, "cloud-init status --long")).toContain("status: done");
    expect(await inside(db, "command -v /usr/sbin/qemu-ga || echo none")).toBe("none");
    expect(await inside(db, "sudo tail -n 99 /var/log/cloud-init-output.log")).toContain(
      "virtray: the guest agent could not be installed yet",
    );
    const took = await inside(db, "cloud-init analyze blame | grep config-scripts-vendor");
    console.log(took);
    // By the package manager alone, names that nobody answers for cost two minutes.
    expect(Number.parseFloat(took)).toBeLessThan(40);
    expect(await inside(db, "systemctl is-active virtray-agent")).toBe("active");
  });

  it("the agent comes in a later boot, once its repository can be reached", async () => {
    await instance.json("stop", "db", "--timeout", "300");
    await instance.json("start", "db");
    await setUp(db);
    expect(await isKept()).toMatch(new RegExp(`virtray-agent-${db.id}$`));
    const list = `deb [trusted=yes] ${proxy}/ ./`;
    await inside(db, `echo '${list}' | sudo tee /etc/apt/sources.list`);
    const told = await until(
      "the agent",
      async () => {
        const done = await instance.virtray("exec", "db", "--timeout", "600", "--", "hostname");
        return done.exitCode === 0 ? done.stdout.trim() : null;
      },
      guestMinutes * 60,
    );
    expect(told).toBe("db");
    await until("the end of the script", async () => (await isKept()) === "none", 600);
    expect(await inside(db, "systemctl is-active virtray-agent || true")).toBe("inactive");
    expect(await inside(db, "ls /etc/apt/apt.conf.d /var/tmp")).not.toContain("virtray");
  });
});

describe("a snapshot of the disks alone", () => {
  let agent: string;
  const count = async () => Number(await inside(web, "sudo tail -n 1 /var/tmp/count"));
  const grows = async () => {
    const before = await count();
    await until("the program that writes", async () => (await count()) > before, 600);
  };

  beforeAll(async () => {
    agent = machineRuntime(pathsFrom(instance.env, 0), web.id).qemu.agent;
    const loop =
      "i=0; while :; do i=$((i + 1)); echo $i >>/var/tmp/count; sync /var/tmp/count; done";
    await inside(web, `sudo systemd-run --unit=count sh -c '${loop}'`);
    await grows();
  });

  it("holds file systems still in which a program writes", async () => {
    await instance.json("snapshot", "take", "web", "still", "--disk-only");
    expect(await ask(agent)).toBe("thawed");
    await grows();
    // One that was not held still has a journal to go through.
    const disk = await instance.json<readonly DiskJson[]>("disk", "list", "web");
    const raw = join(instance.folder, "still.raw");
    const of = ["-U", "-f", "qcow2", "-O", "raw", "-l", "snapshot.id=1"];
    await execa("qemu-img", ["convert", ...of, String(disk[0]?.path), raw]);
    const { stdout } = await execa("dumpe2fs", ["-h", `${raw}?offset=${systemOffset}`]);
    expect(stdout).toMatch(/Filesystem state: +clean/);
    expect(stdout).not.toContain("needs_recovery");
    rmSync(raw);
  });

  it("lets them go on if its command is killed meanwhile", async () => {
    const program = join(projectFolder, "build/virtray.mjs");
    const words = ["snapshot", "take", "web", "cut off", "--disk-only"];
    const child = spawn(process.execPath, [program, ...words], {
      ...{ env: instance.env, stdio: "ignore" },
    });
    const ended = once(child, "exit");
    // The agent talks with one at a time: who comes in the middle keeps the command from thawing.
    await until("the command at the agent", () => clientsOf(agent) > 0, 600);
    const held = await holdAgent(agent);
    expect(await held.status).toBe("frozen");
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    held.release();
    await until("the guest to go on", async () => (await ask(agent)) === "thawed", 300);
    await grows();
  });
});

const statusCommand = '{"execute":"guest-fsfreeze-status"}';

/** Returns whether an agent holds its file systems: frozen or thawed. */
async function ask(path: string): Promise<string> {
  const answer = await askAgent(path, statusCommand, { timeoutMs: 60_000, mostBytes: 4096 });
  return typeof answer === "string" ? answer : String((answer as { return?: unknown }).return);
}

/** Returns how many are connected to a socket, also those that wait for their turn. */
function clientsOf(path: string): number {
  const lines = readFileSync("/proc/net/unix", "utf8").split("\n");
  return lines.filter((line) => line.endsWith(` ${path}`)).length - 1;
}

/** Connects with an agent as the next one, and keeps the connection; tells how its file systems are then. */
async function holdAgent(path: string) {
  const socket = connect(path);
  await once(socket, "connect");
  socket.write(`${statusCommand}\n`);
  const status = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
      const [, found] = /"return": *"(\w+)"/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return { status, release: () => socket.destroy() };
}
