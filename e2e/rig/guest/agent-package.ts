import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
export async function agentRepository(folder: string): Promise<ReadonlyMap<string, Buffer>> {
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
