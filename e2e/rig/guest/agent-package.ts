import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** The files of this computer's own guest agent, and a library of it that a small Debian has not. */
const files = [
  "/usr/sbin/qemu-ga",
  "/lib/systemd/system/qemu-guest-agent.service",
  "/lib/udev/rules.d/60-qemu-guest-agent.rules",
];

/**
 * Makes Debian's package of the guest agent anew from the one that is installed here, and the list that apt reads
 * of it, as the sandbox reaches no mirror. Returns the files of that repository by their names.
 */
async function agentRepository(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const tree = join(folder, "agent-package");
  const { stdout } = await execa("ldd", ["/usr/sbin/qemu-ga"]);
  const libraries = [...stdout.matchAll(/=> (\S+lib(?:uring|numa|gmodule-2\.0)\.so\S*)/g)];
  for (const path of [...files, ...libraries.map(([, path = ""]) => path)]) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    cpSync(path, join(tree, path), { dereference: true });
  }
  mkdirSync(join(tree, "DEBIAN"));
  const about =
    "Package: qemu-guest-agent\nVersion: 1:1\nArchitecture: amd64\nMaintainer: tests <tests@localhost>\n" +
    "Description: the guest agent of this computer\n";
  writeFileSync(join(tree, "DEBIAN/control"), about);
  const name = "qemu-guest-agent.deb";
  await execa("dpkg-deb", ["--root-owner-group", "--build", tree, join(folder, name)]);
  const bytes = readFileSync(join(folder, name));
  const sum = createHash("sha256").update(bytes).digest("hex");
  const list = `${about}Filename: ./${name}\nSize: ${bytes.length}\nSHA256: ${sum}\n`;
  return new Map([
    [name, bytes],
    ["Packages", Buffer.from(list)],
  ]);
}

/** The port at which it is served. */
export const repositoryPort = 3128;

/** The repository, as it is served. */
export interface AgentServer {
  /** The addresses that were asked for. */
  readonly asked: readonly string[];
  close(): void;
}

/** Serves that repository as a proxy does, for a host that is nowhere by whole URLs, and as a repository of its own. */
export async function serveAgent(folder: string, address: string): Promise<AgentServer> {
  const files = await agentRepository(folder);
  const asked: string[] = [];
  const server = createServer(({ url = "" }, answer) => {
    asked.push(url);
    const name = /^(http:\/\/repository\.invalid)?\//.test(url) ? url.split("/").at(-1) : "";
    const file = files.get(name ?? "");
    answer.writeHead(file === undefined ? 404 : 200).end(file);
  });
  server.listen(repositoryPort, address);
  await once(server, "listening");
  return { asked, close: () => server.close() };
}
