import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../../e2e/rig/until.ts";
import { agentScript, inBackground, keptAgentScripts } from "../../core/template/agent-script.ts";

/**
 * The script that brings the guest agent, beside another run of apt: with this computer's real apt and dpkg, whose
 * folders and packages are the test's own. A package waits in its installation for as long as a file is there.
 */
let root: string;
let server: Server;
/** The files that the repository serves. */
const served = new Map<string, Buffer>();
/** Whether the repository keeps who asks for its list waiting, and those that wait. */
let isSlow = false;
let waiting: ServerResponse[] = [];

const instance = "3b0e4a53-6d0c-4f0e-9c43-0123456789ab";
const there = (path: string) => existsSync(join(root, path));
const kept = () => there(join(keptAgentScripts, `virtray-agent-${instance}`));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Makes a package with one program, and returns what the repository's list says of it. */
async function packageOf(name: string, program: string): Promise<string> {
  const tree = join(root, "trees", name);
  const about = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: tests <tests@localhost>\nDescription: of a test\n`;
  mkdirSync(join(tree, "DEBIAN"), { recursive: true });
  writeFileSync(join(tree, "DEBIAN/control"), about);
  const slow = `#!/bin/sh\ntouch /opt/${name}-began\nwhile [ -e /opt/${name}-waits ]; do sleep 0.1; done\n`;
  writeFileSync(join(tree, "DEBIAN/preinst"), slow);
  chmodSync(join(tree, "DEBIAN/preinst"), 0o755);
  mkdirSync(join(tree, "opt/bin"), { recursive: true });
  copyFileSync("/bin/true", join(tree, "opt/bin", program));
  const file = join(root, `${name}.deb`);
  await execa("dpkg-deb", ["--root-owner-group", "--build", tree, file]);
  const bytes = readFileSync(file);
  served.set(`/${name}.deb`, bytes);
  const sum = createHash("sha256").update(bytes).digest("hex");
  return `${about}Filename: ./${name}.deb\nSize: ${bytes.length}\nSHA256: ${sum}\n\n`;
}

/** Starts a program where apt's folders are the test's, and no agent is installed. */
function start(...words: readonly string[]) {
  const folders = ["etc/apt", "var", "run", "opt"].flatMap((each) => [
    ...["--bind", join(root, each), `/${each}`],
  ]);
  const agent = "/usr/sbin/qemu-ga";
  const hidden = existsSync(agent) ? ["--ro-bind", join(root, "nothing"), agent] : [];
  return execa(
    "/usr/bin/bwrap",
    ["--dev-bind", "/", "/", ...folders, ...hidden, "--bind", root, root, ...words],
    {
      env: { PATH: "/opt/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" },
      extendEnv: false,
      stdin: "ignore",
      reject: false,
    },
  );
}

const apt = (...words: readonly string[]) => start("apt-get", "-qy", ...words);
const script = (...words: readonly string[]) => start("/bin/sh", join(root, "script"), ...words);

/** Starts another run of apt, which is in the midst of its work when this returns. */
async function startForeign() {
  write("opt/foreign-waits", "");
  const foreign = apt("install", "foreign");
  await until("the other installation", () => there("opt/foreign-began"));
  return { foreign };
}

/** Returns the packages that are wholly installed, and what has been left behind. */
async function outcome() {
  const form = `-f=${"$"}{Package}: ${"$"}{Status}\\n`;
  const { stdout } = await start("dpkg-query", "-W", form);
  const left = ["etc/apt/apt.conf.d", "var/tmp"].flatMap((each) => readdirSync(join(root, each)));
  return [stdout, left];
}
const both = ["foreign: install ok installed\nqemu-guest-agent: install ok installed", ["50tests"]];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "agent-beside-apt-"));
  isSlow = false;
  waiting = [];
  const folders = ["etc/apt/preferences.d", "run/cloud-init", "opt/bin", "var/tmp", "var/log/apt"];
  const ofApt = ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial"];
  for (const each of [...folders, ...ofApt, "var/lib/dpkg/info", "var/lib/dpkg/updates"]) {
    mkdirSync(join(root, each), { recursive: true });
  }
  for (const each of ["nothing", "var/lib/dpkg/status"]) write(each, "");
  const list = [await packageOf("foreign", "x"), await packageOf("qemu-guest-agent", "qemu-ga")];
  served.set("/Packages", Buffer.from(list.join("")));
  server = createServer((request, answer) => {
    const url = request.url?.replace("/./", "/") ?? "";
    if (isSlow && url === "/Packages") waiting.push(answer);
    else answer.writeHead(served.has(url) ? 200 : 404).end(served.get(url));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  write("etc/apt/sources.list", `deb [trusted=yes] http://127.0.0.1:${port}/ ./\n`);
  write("etc/apt/apt.conf.d/50tests", 'APT::Sandbox::User "root";\n');
  write("var/lib/cloud/data/instance-id", `${instance}\n`);
  write("run/cloud-init/result.json", "{}");
  write("script", agentScript);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

describe("while another run installs", () => {
  beforeEach(async () => {
    expect(await apt("update")).toMatchObject({ exitCode: 0 });
  });

  it("the first boot waits for it, and then gets the agent", async () => {
    const { foreign } = await startForeign();
    const ours = script();
    let said = "";
    ours.stdout.on("data", (chunk: Uint8Array) => (said += String(chunk)));
    await until("our run to wait", () => said.includes("Waiting for cache lock"));
    rmSync(join(root, "opt/foreign-waits"));
    expect(await ours).toMatchObject({ exitCode: 0 });
    expect(await foreign).toMatchObject({ exitCode: 0 });
    expect(await outcome()).toEqual(both);
    expect(kept()).toBe(false);
  });

  it("the background waits for it, and then gets the agent", async () => {
    const { foreign } = await startForeign();
    expect((await script(inBackground)).stdout).toContain("could not be installed yet");
    // All is downloaded by then; others are told to wait only while there is something to wait for.
    await until("our run to wait", () => there("etc/apt/apt.conf.d/00virtray-agent"));
    expect(there("opt/bin/qemu-ga")).toBe(false);
    rmSync(join(root, "opt/foreign-waits"));
    expect(await foreign).toMatchObject({ exitCode: 0 });
    await until("the agent", () => there("opt/bin/qemu-ga") && !kept());
    expect(await outcome()).toEqual(both);
  });
});

it.each([
  ["the first boot", []],
  ["the background", [inBackground]],
])("another run waits while %s installs the agent", async (_where, words) => {
  write("opt/qemu-guest-agent-waits", "");
  const ours = script(...words);
  await until("our installation", () => there("opt/qemu-guest-agent-began"));
  expect(await apt("update")).toMatchObject({ exitCode: 0 });
  const foreign = apt("install", "foreign");
  let said = "";
  foreign.stdout.on("data", (chunk: Uint8Array) => (said += String(chunk)));
  await until("the other run to wait", () => said.includes("Waiting for cache lock"));
  rmSync(join(root, "opt/qemu-guest-agent-waits"));
  expect(await foreign).toMatchObject({ exitCode: 0 });
  expect(await ours).toMatchObject({ exitCode: 0 });
  await until("the end of the script", () => !kept() && there("opt/bin/qemu-ga"));
  expect(await outcome()).toEqual(both);
});

it("another run that reads its lists is not disturbed, and ours has lists of its own", async () => {
  isSlow = true;
  const foreign = apt("update");
  await until("the other run to ask", () => waiting.length > 0);
  isSlow = false;
  // The first boot has no lists and cannot read any, so all of it is left to the background.
  expect((await script()).stdout).toContain("could not be installed yet");
  await until("the agent", () => there("opt/bin/qemu-ga") && !kept());
  for (const answer of waiting) answer.writeHead(200).end(served.get("/Packages"));
  expect(await foreign).toMatchObject({ exitCode: 0 });
  expect(await apt("install", "foreign")).toMatchObject({ exitCode: 0 });
  expect(await outcome()).toEqual(both);
});
