import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";

/** Makes a key in a home folder, where the command finds it by itself, as a user's would; returns its path. */
export async function makeKey(home: string): Promise<string> {
  mkdirSync(join(home, ".ssh"), { recursive: true, mode: 0o700 });
  const key = join(home, ".ssh/id_ed25519");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada@desk", "-f", key]);
  return key;
}

/** Runs a command in a Debian as the user of its template, or another one, and returns its output. */
export async function runInDebian(
  key: string,
  { address }: { readonly address: string | null },
  command: string,
  user = "debian",
): Promise<string> {
  const options = ["IdentitiesOnly=yes", "BatchMode=yes", "StrictHostKeyChecking=no"];
  const quiet = ["UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "ConnectTimeout=30"];
  const words = [...options, ...quiet].flatMap((option) => ["-o", option]);
  const { stdout } = await execa(
    "ssh",
    ["-F", "none", "-i", key, ...words, `${user}@${address}`, command],
    { stdin: "ignore", timeout: 900_000 },
  );
  return stdout;
}
