import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { projectFolder } from "../../../build/project.mjs";
import type { CommandOutcome } from "../command.ts";
import { endChild } from "../end-child.ts";
import { sh } from "../lan/test-net.ts";
import { until } from "../until.ts";
import { sshdFolder } from "./sshd-debian.mjs";

/** The ordinary user there, who is not root and has no rights beyond their own files. */
export const farUid = 4242;
const uid = farUid;

/** Another computer: a network namespace with a link of its own, a user with a home, and an sshd. */
export interface OtherComputer {
  /** The name by which ssh knows it here. */
  readonly host: string;
  /** The namespace's name. */
  readonly namespace: string;
  /** The home folder of its user. */
  readonly home: string;
  /** Runs the command as the user there, without ssh; gives exit code and output, never throws. */
  virtray(...args: readonly string[]): Promise<CommandOutcome>;
  /** Runs it with `--json` and returns the parsed output; throws unless it ends with 0. */
  json<T>(...args: readonly string[]): Promise<T>;
  /** Has a shell script be the command `virtray` there; null: the real one again. */
  replaceCommand(script: string | null): void;
  /** Cuts the link, as if a cable were pulled: nobody is told. */
  cut(): Promise<void>;
  /** Makes the link slow, and loses one packet in twenty in each direction. */
  spoil(): Promise<void>;
  heal(): Promise<void>;
  /** Lists the processes there besides its sshd, by their command lines. */
  processes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The files of the user database there, and of root's parts. */
const cover = `set -e
mount --bind "$1/passwd" /etc/passwd
mkdir -p /run/sshd
chmod 755 /run/sshd
export LD_LIBRARY_PATH="$2/usr/lib/x86_64-linux-gnu"
exec "$2/usr/sbin/sshd" -D -e -f "$1/sshd_config"`;

/** Rules that lose one packet in twenty. */
const lossy = `table inet lossy {
  chain in { type filter hook input priority 0; numgen random mod 20 0 drop; }
  chain out { type filter hook output priority 0; numgen random mod 20 0 drop; }
}`;

/** Makes computer number N (1 to 9), which ssh here knows as `pcN`, with a key that needs no password. */
export async function makeOtherComputer(number: number): Promise<OtherComputer> {
  const host = `pc${number}`;
  const namespace = `pc${number}`;
  const folder = mkdtempSync("/tmp/computer-");
  chmodSync(folder, 0o755);
  const at = (...names: readonly string[]) => join(folder, ...names);
  const home = at("home");
  for (const each of [home, at("run")]) {
    mkdirSync(each, { mode: 0o700 });
    chownSync(each, uid, uid);
  }
  mkdirSync(at("bin"));
  const real = `exec ${process.execPath} ${join(projectFolder, "build/virtray.mjs")} "$@"`;
  const replaceCommand = (script: string | null) => {
    writeFileSync(at("bin/virtray"), `#!/bin/bash\n${script ?? real}\n`);
    chmodSync(at("bin/virtray"), 0o755);
  };
  replaceCommand(null);
  const env = {
    PATH: `${at("bin")}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    LANG: "C.UTF-8",
    XDG_RUNTIME_DIR: at("run"),
  };
  const address = await makeLink(namespace, host, number);
  const server = await startSshd(folder, namespace, env);
  await letIn(folder, host, address);
  const asUser = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
  const virtray: OtherComputer["virtray"] = async (...args) => {
    const words = ["netns", "exec", namespace, ...asUser, at("bin/virtray"), ...args];
    const options = { env, extendEnv: false, reject: false, stdin: "ignore", cwd: home } as const;
    const done = await execa("ip", words, options);
    return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
  };
  const processes = async () => {
    const { stdout } = await execa("ip", ["netns", "pids", namespace]);
    return stdout
      .split("\n")
      .filter(Boolean)
      .map((pid) => commandLine(pid))
      .filter((line) => line !== "" && !line.includes("sshd"));
  };
  return {
    ...{ host, namespace, home, virtray, replaceCommand, processes },
    async json<T>(...args: readonly string[]): Promise<T> {
      const done = await virtray(...args, "--json");
      if (done.exitCode !== 0)
        throw new Error(`virtray ${args.join(" ")}: ${JSON.stringify(done)}`);
      return JSON.parse(done.stdout) as T;
    },
    cut: async () => void (await sh("ip", "link", "set", host, "down")),
    async spoil() {
      const rate = ["rate", "512kbit", "burst", "16kb", "latency", "200ms"];
      await sh("tc", "qdisc", "replace", "dev", host, "root", "tbf", ...rate);
      // The kernel may lack netem, which is a module; rules that drop at random are everywhere.
      await sh("ip", "netns", "exec", namespace, "nft", lossy);
    },
    async heal() {
      await sh("ip", "link", "set", host, "up");
      await sh("tc", "qdisc", "del", "dev", host, "root").catch(() => {});
      const table = ["nft", "delete", "table", "inet", "lossy"];
      await sh("ip", "netns", "exec", namespace, ...table).catch(() => {});
    },
    async close() {
      await endChild(server);
      for (const pid of (await execa("ip", ["netns", "pids", namespace])).stdout.split("\n")) {
        if (pid !== "") process.kill(Number(pid), "SIGKILL");
      }
      await sh("ip", "netns", "delete", namespace);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    // It has ended.
    return "";
  }
}

/** Makes the namespace and its link; returns its address. */
async function makeLink(namespace: string, name: string, number: number): Promise<string> {
  const inside = ["-n", namespace];
  await sh("ip", "netns", "add", namespace);
  await sh("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", namespace);
  await sh("ip", "addr", "add", `10.1.${number}.1/24`, "dev", name);
  await sh("ip", "link", "set", name, "addrgenmode", "none", "up");
  await sh("ip", ...inside, "addr", "add", `10.1.${number}.2/24`, "dev", "eth0");
  await sh("ip", ...inside, "link", "set", "eth0", "up");
  await sh("ip", ...inside, "link", "set", "lo", "up");
  return `10.1.${number}.2`;
}

/** Starts its sshd, and ends when that listens. */
async function startSshd(
  folder: string,
  namespace: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  copyFileSync("/etc/passwd", join(folder, "passwd"));
  const users = ["sshd:x:4244:65534::/run/sshd:/usr/sbin/nologin"];
  users.push(`tester:x:${uid}:${uid}::${join(folder, "home")}:/bin/bash`, "");
  appendFileSync(join(folder, "passwd"), users.join("\n"));
  for (const name of ["host-key", "user-key"]) {
    await sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(folder, name));
  }
  const lines = [
    `HostKey ${join(folder, "host-key")}`,
    `AuthorizedKeysFile ${join(folder, "user-key.pub")}`,
    ...["PasswordAuthentication no", "UsePAM no", "StrictModes no", "PidFile none"],
    `SetEnv ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
  ];
  writeFileSync(join(folder, "sshd_config"), `${lines.join("\n")}\n`);
  const within = ["netns", "exec", namespace, "sh", "-c", cover, "sh", folder, sshdFolder()];
  const server = spawn("ip", within, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  await until("its sshd", () => {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return said.includes("Server listening");
  });
  return server;
}

/** Lets the user here in, whose own ssh configuration knows the computer from now on. */
async function letIn(folder: string, host: string, address: string): Promise<void> {
  const hostKey = readFileSync(join(folder, "host-key.pub"), "utf8");
  writeFileSync(join(folder, "known_hosts"), `${address} ${hostKey}`);
  const ssh = join(homedir(), ".ssh");
  mkdirSync(ssh, { recursive: true, mode: 0o700 });
  const lines = [
    `Host ${host}`,
    ...[`  HostName ${address}`, "  User tester", `  IdentityFile ${join(folder, "user-key")}`],
    ...[`  UserKnownHostsFile ${join(folder, "known_hosts")}`, "  IdentitiesOnly yes", ""],
  ];
  const config = join(ssh, "config");
  const former = existsSync(config) ? readFileSync(config, "utf8") : "";
  // ssh takes the first entry of a name, which otherwise is that of an earlier computer of this number.
  writeFileSync(config, `${lines.join("\n")}\n${former}`, { mode: 0o600 });
}
