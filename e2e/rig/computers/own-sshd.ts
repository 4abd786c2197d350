import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { endChild } from "../end-child.ts";
import { sh } from "../lan/test-net.ts";
import { until } from "../until.ts";
import { sshdFolder } from "./sshd-debian.mjs";

/** An sshd of this computer, by which a user of it logs in once more. */
export interface OwnSshd {
  /** The words that run a command in a login of its own. */
  readonly words: readonly string[];
  close(): Promise<void>;
}

const port = 2222;

/**
 * Starts it inside the sandbox, where /etc/passwd is a copy. Its logins get only what sshd gives them:
 * without PAM, that is no XDG_RUNTIME_DIR.
 */
export async function startOwnSshd(user: string): Promise<OwnSshd> {
  const folder = mkdtempSync("/tmp/own-sshd-");
  chmodSync(folder, 0o755);
  const at = (name: string) => join(folder, name);
  appendFileSync("/etc/passwd", "sshd:x:4244:65534::/run/sshd:/usr/sbin/nologin\n");
  mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  for (const name of ["host-key", "user-key"]) {
    await sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", at(name));
  }
  copyFileSync(at("user-key.pub"), at("authorized"));
  writeFileSync(
    at("known_hosts"),
    `[127.0.0.1]:${port} ${readFileSync(at("host-key.pub"), "utf8")}`,
  );
  const lines = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${at("host-key")}`],
    ...[`AuthorizedKeysFile ${at("authorized")}`, "PasswordAuthentication no", "UsePAM no"],
    ...["StrictModes no", "PidFile none", ""],
  ];
  writeFileSync(at("sshd_config"), lines.join("\n"));
  const server = spawn(join(sshdFolder(), "usr/sbin/sshd"), ["-D", "-e", "-f", at("sshd_config")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { LD_LIBRARY_PATH: join(sshdFolder(), "usr/lib/x86_64-linux-gnu") },
  });
  let said = "";
  server.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  await until("the sshd", () => {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return said.includes("Server listening");
  });
  return {
    words: [
      ...["ssh", "-F", "none", "-p", `${port}`, "-i", at("user-key")],
      ...["-o", "BatchMode=yes", "-o", `UserKnownHostsFile=${at("known_hosts")}`],
      `${user}@127.0.0.1`,
    ],
    async close() {
      await endChild(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
