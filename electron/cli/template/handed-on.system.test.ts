import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import type { FailureJson, MachineDetailJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";
import { agentScript } from "../../core/template/agent-script.ts";

/** The tests look at the seeds of machines that get parts of this computer's surroundings. */
let instance: Instance;
let ca: string;
let pem: string;
let key: string;

const proxies = ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "NO_PROXY", "no_proxy"];

beforeAll(async () => {
  instance = makeInstance();
  instance.env["HOME"] = instance.folder;
  for (const name of [...proxies, "ALL_PROXY", "all_proxy"]) delete instance.env[name];
  [ca, key] = [join(instance.folder, "ca.pem"), join(instance.folder, "ca.key")];
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", "/CN=CA", "-days", "9", "-keyout", key, "-out", ca],
  ]);
  pem = readFileSync(ca, "utf8");
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  const image = join(instance.folder, "empty.raw");
  writeFileSync(image, sectors);
  await instance.json("template", "add", "deb", "--from", image, "--user", "debian");
});

afterAll(() => instance?.close());

const create = (name: string, ...more: readonly string[]) =>
  instance.json<MachineDetailJson>(
    ...["create", name, "--template", "deb", "--memory", "32", ...more],
  );

async function refused(...args: readonly string[]): Promise<FailureJson["error"]> {
  const done = await instance.virtray("create", "no", "--template", "deb", ...args, "--json");
  expect(done.exitCode).not.toBe(0);
  return (JSON.parse(done.stdout) as FailureJson).error;
}

/** Returns a file of a machine's seed; null if the seed has no such file. */
function seedFile({ id }: Pick<MachineDetailJson, "id">, name: string): string | null {
  const image = join(instance.folder, "data/virtray/machines", id, "seed.img");
  try {
    return execFileSync("mtype", ["-i", image, `::${name}`], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return null;
  }
}

const userData = (machine: Pick<MachineDetailJson, "id">) =>
  parse(seedFile(machine, "user-data") ?? "");

it("a machine gets the agent by a script, and keeps it under another name", async () => {
  const web = await create("web");
  expect(seedFile(web, "vendor-data")).toBe(agentScript);
  expect(userData(web)).not.toHaveProperty("write_files");
  await instance.json("rename", "web", "shop");
  expect(seedFile(web, "vendor-data")).toBe(agentScript);
  expect(userData(web)).toMatchObject({ hostname: "shop" });
  expect(seedFile(await create("bare", "--no-agent"), "vendor-data")).toBeNull();
});

it("this computer's proxy is handed on with its exceptions, and a certificate beside it", async () => {
  instance.env["HTTPS_PROXY"] = "http://proxy.example.org:3128";
  instance.env["NO_PROXY"] = '.example.org, 10.0.0.0/8 $(reboot) "x"';
  const made = await create("handed", "--proxy", "host", "--certificate", ca);
  const { apt, write_files: files, ca_certs: certificates } = userData(made);
  const url = "http://proxy.example.org:3128";
  expect(apt).toEqual({ proxy: url, https_proxy: url });
  expect(certificates).toEqual({ trusted: [pem] });
  const near = "localhost,127.0.0.1,::1,.vm.internal,192.168.100.254,192.168.100.0/24";
  expect(files).toMatchObject([{ path: "/etc/environment", append: true }]);
  expect(files[0].content.split("\n")).toContain(`no_proxy=${near},.example.org,10.0.0.0/8`);
});

it("a proxy on this computer alone is refused, with the way on", async () => {
  instance.env["HTTPS_PROXY"] = "http://localhost:8118";
  for (const wish of ["host", "http://127.0.0.1:8118"]) {
    expect(await refused("--proxy", wish)).toMatchObject({
      code: "proxy-own-host",
      message: expect.stringContaining("in a machine"),
      todo: expect.stringContaining("http://192.168.100.254:8118"),
    });
  }
});

it("a host without a proxy, or with one of another kind, is told", async () => {
  instance.env["HTTPS_PROXY"] = "socks5://proxy.example.org:1080";
  expect(await refused("--proxy", "host")).toMatchObject({ code: "proxy-of-host" });
  delete instance.env["HTTPS_PROXY"];
  expect(await refused("--proxy", "host")).toMatchObject({
    code: "proxy-of-host",
    message: expect.stringContaining("neither HTTPS_PROXY nor HTTP_PROXY is set"),
  });
});

it.each(['http://proxy:1";Evil "x', "http://proxy\nAcquire::x", "http://$(reboot)", "ftp://proxy"])(
  "the proxy %j is refused",
  async (wish) => {
    expect(await refused("--proxy", wish)).toMatchObject({ code: "input-invalid" });
  },
);

it("a file with a private key, or without a certificate, is handed to no machine", async () => {
  const notes = join(instance.folder, "notes");
  writeFileSync(notes, "nothing of the kind\n");
  for (const file of [key, notes]) {
    expect(await refused("--certificate", file)).toMatchObject({ code: "certificate-invalid" });
  }
  expect(await refused("--certificate", "/no/such.pem")).toMatchObject({ code: "disk-missing" });
});

it("a project hands on the same, by default or to one machine", async () => {
  const folder = join(instance.folder, "project");
  mkdirSync(folder);
  writeFileSync(join(folder, "ca.pem"), pem);
  const file = join(folder, "virtray.yaml");
  const write = (certificates: string) =>
    writeFileSync(
      file,
      `defaults:
  { template: deb, memory: 32, proxy: "http://proxy:3128", certificates: [${certificates}] }
machines:
  one:
  two: { proxy: host, certificates: [], agent: false }
`,
    );
  instance.env["https_proxy"] = "http://other:3128";
  write("../ca.pem");
  const outside = await instance.virtray("up", "--file", file, "--yes", "--json");
  expect(JSON.parse(outside.stdout)).toMatchObject({ error: { code: "project-file-outside" } });
  write("ca.pem");
  const question = await instance.virtray("up", "--file", file, "--json");
  const { added } = JSON.parse(question.stdout);
  expect(added[0].settings).toEqual([
    ...["memory: 32", "proxy: http://proxy:3128"],
    expect.stringMatching(/^certificates ca\.pem: SHA-256 [0-9a-f]{64}$/),
  ]);
  const made = await instance.json<readonly ProjectMachineJson[]>("up", "--file", file, "--yes");
  const [one, two] = made.map(({ id }) => ({ id: id ?? "" }));
  if (one === undefined || two === undefined) throw new Error("two machines");
  expect(userData(one)).toMatchObject({
    apt: { proxy: "http://proxy:3128" },
    ca_certs: { trusted: [pem] },
  });
  expect(seedFile(one, "vendor-data")).toBe(agentScript);
  expect(userData(two)).toMatchObject({ apt: { proxy: "http://other:3128" } });
  expect(userData(two)).not.toHaveProperty("ca_certs");
  expect(seedFile(two, "vendor-data")).toBeNull();
});
