import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { agentRepository } from "../rig/guest/agent-package.ts";
import { debianImage } from "../rig/guest/debian.mjs";
import { makeKey, runInDebian } from "../rig/guest/login.ts";
import { until } from "../rig/until.ts";

/**
 * Two machines of one real Debian without an uplink: one uses a proxy of this computer, trusts its
 * certificate and gets the guest agent by the proxy, the other one can have none of that.
 */
let instance: Instance;
let key: string;
let web: MachineDetailJson;
let db: MachineDetailJson;
const servers: Server[] = [];
/** The addresses that the proxy was asked for. */
const asked: string[] = [];
/** This computer's address in the LAN. */
const gateway = "192.168.100.254";
const proxy = `http://${gateway}:3128`;

/** An emulated guest on a busy computer needs that long to start; it is waited for no longer than it takes. */
const guestMinutes = 60;

const inside = (machine: MachineDetailJson, command: string) => runInDebian(key, machine, command);

async function listen(server: Server, port: number): Promise<void> {
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, gateway, resolve);
  });
}

/** Serves the repository as a proxy does: for any host, by whole URLs. */
async function serveProxy(): Promise<void> {
  const files = await agentRepository(instance.folder);
  const server = createServer(({ url = "" }, answer) => {
    asked.push(url);
    const name = url.startsWith("http://repository.invalid/") ? url.split("/").at(-1) : "";
    const file = files.get(name ?? "");
    answer.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await listen(server, 3128);
}

/** Serves a page whose certificate nobody trusts but who was given it. */
async function serveSecurely(): Promise<string> {
  const [cert, own] = [join(instance.folder, "ca.pem"), join(instance.folder, "ca.key")];
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", "/CN=desk", "-addext", `subjectAltName=IP:${gateway}`, "-days", "3650"],
    ...["-keyout", own, "-out", cert],
  ]);
  const options = { key: readFileSync(own), cert: readFileSync(cert) };
  await listen(
    createSecureServer(options, (_, answer) => answer.end("seen")),
    8443,
  );
  return cert;
}

beforeAll(async () => {
  instance = makeInstance();
  const home = join(instance.folder, "home");
  key = await makeKey(home);
  instance.env["HOME"] = home;
  await instance.json("lan", "up");
  await serveProxy();
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
  const ended = (machine: MachineDetailJson) =>
    until(
      `cloud-init in ${machine.name}`,
      () => inside(machine, "cloud-init status --wait || true").catch(() => null),
      guestMinutes * 60,
    );
  await Promise.all([ended(web), ended(db)]);
});

afterAll(async () => {
  for (const server of servers) server.close();
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
  expect(asked).toContain("http://repository.invalid/./qemu-guest-agent.deb");
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

it("without an uplink there is no agent, and the machine is set up all the same", async () => {
  expect(await inside(db, "cloud-init status --long")).toContain("status: done");
  expect(await inside(db, "command -v /usr/sbin/qemu-ga || echo none")).toBe("none");
  expect(await inside(db, "sudo tail -n 99 /var/log/cloud-init-output.log")).toContain(
    "virtray: the guest agent could not be installed",
  );
});
