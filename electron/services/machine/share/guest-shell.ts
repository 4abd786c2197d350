import { join } from "node:path";
import { portAnswers } from "../../../adapters/net/wait-for-port.ts";
import { agentListens } from "../../../adapters/qemu/agent/guest-agent.ts";
import { runInGuest } from "../../../adapters/qemu/agent/guest-exec.ts";
import { openGuestStream } from "../../../adapters/ssh/guest-stream.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import { asRoot } from "../../../core/machine/share/guest-scripts.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";
import type { MachinesParts, Running } from "../../registry/parts.ts";

/** How a script in a guest ended. All of it is a stranger's word. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** The last line of its messages; "" for none. */
  readonly said: string;
}

/** Runs scripts in a guest as its root. */
export interface GuestShell {
  /** Runs a script by the agent or by ssh; null: neither answers. */
  run(script: string): Promise<ScriptEnd | null>;
  /** Runs a script by ssh, as what comes by it must. */
  runBySsh(script: string): Promise<ScriptEnd | null>;
  /** Returns the arguments of ssh for a script. */
  sshArgs(script: string): Promise<readonly string[]>;
}

/** The most time that a script may take, in ms: a mount of a dead server takes for ever. */
const scriptMs = 30_000;
/** How long ssh's port is waited for. */
const portMs = 1000;
/** The most that is read of what a guest says, in characters. */
const mostSaid = 16_384;
/** The exit code where a script by ssh did not end in time (that of SIGTERM). */
export const cutOff = 143;
/** The exit code of ssh itself. */
const sshFailed = 255;

/** Creates the shell of a running machine; nothing is asked yet. */
export function guestShell(
  { paths }: Pick<MachinesParts, "paths">,
  { machine, runtime }: Running,
): GuestShell {
  const { id, name, network, user, identities } = machine;

  async function sshArgs(script: string): Promise<readonly string[]> {
    const knownHosts = join(paths.machines, id, "known_hosts");
    const login = { user: user ?? null, identities, isKnown: await hasHostKey(knownHosts) };
    return buildSshArgs(network.address, knownHosts, login, [asRoot(script)]);
  }

  async function runByAgent(script: string): Promise<ScriptEnd | null> {
    if (!(await agentListens(runtime))) return null;
    const words = ["/bin/sh", "-c", script];
    const ended = await runInGuest(runtime.qemu.agent, { name, words, timeoutMs: scriptMs });
    if (!ended.ok) return null;
    const { exitCode, stdout, stderr } = ended.value;
    const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, mostSaid));
    return { exitCode, stdout: read(stdout), said: lastLine(read(stderr)) };
  }

  async function runBySsh(script: string): Promise<ScriptEnd | null> {
    if (!(await portAnswers(network.address, 22, portMs))) return null;
    const patience = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"];
    const stream = openGuestStream([...patience, ...(await sshArgs(script))]);
    stream.input.end();
    const timer = setTimeout(stream.end, scriptMs);
    let stdout = "";
    stream.output.on("data", (chunk: Uint8Array) => {
      stdout = (stdout + new TextDecoder().decode(chunk)).slice(0, mostSaid);
    });
    const { exitCode, said } = await stream.ended;
    clearTimeout(timer);
    return { exitCode, stdout, said };
  }

  return {
    sshArgs,
    runBySsh,
    async run(script) {
      const byAgent = await runByAgent(script);
      if (byAgent !== null) return byAgent;
      const bySsh = await runBySsh(script);
      return bySsh === null || bySsh.exitCode === sshFailed ? null : bySsh;
    },
  };
}

const lastLine = (text: string) => text.trim().split("\n").at(-1)?.trim() ?? "";
