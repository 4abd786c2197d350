import { spawn } from "node:child_process";
import type { Language } from "../../contract/base/languages.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { explainEnd, judgeGreeting } from "../../core/computer/judge-far.ts";
import { sshWords } from "../../core/computer/ssh-words.ts";
import { createByteReader, createMoveChannel, type MoveChannel } from "./move-channel.ts";

/** A move to or from another computer, over a connection of its own. */
export interface FarMove extends MoveChannel {
  /** Ends ssh at once, and what it started to get there. */
  end(): void;
}

/** The longest greeting, in bytes. */
const mostGreeting = 4096;
/** The time in ms that ssh has to end by itself. */
const endMs = 1000;

/**
 * Connects to another computer for one move: it receives what is sent, or sends the machine with this id.
 * ssh ends with this process.
 */
export async function openFarMove(
  computer: Computer,
  ours: string,
  language: Language,
  send: string | null,
): Promise<Result<FarMove>> {
  const { name, host } = computer;
  const what = send === null ? "--receive" : `--send ${send}`;
  const command = `virtray serve ${what} --language ${language}`;
  const words = ["--pdeathsig", "KILL", "ssh", ...sshWords(host, command)];
  // A group of its own: Ctrl-C is answered by us, not by ssh.
  const child = spawn("setpriv", words, { detached: true });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < mostGreeting) stderr += chunk.toString("utf8").slice(0, mostGreeting);
  });
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null)).once("close", resolve);
  });
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // All have ended.
    }
  };
  const reader = createByteReader(child.stdout);
  const line = await reader.line(mostGreeting);
  if (line === null) {
    const late = setTimeout(end, endMs);
    const code = await ended;
    clearTimeout(late);
    return child.pid === undefined
      ? {
          ok: false,
          error: appError("program-missing", { program: "setpriv", package: "util-linux" }),
        }
      : { ok: false, error: explainEnd(computer, ours, code, stderr) };
  }
  const refused = judgeGreeting(name, line, ours);
  if (refused !== null) {
    end();
    return { ok: false, error: refused };
  }
  const channel = createMoveChannel(reader, child.stdout, child.stdin);
  return ok({
    ...channel,
    end,
    close() {
      channel.close();
      const late = setTimeout(end, endMs);
      void ended.then(() => clearTimeout(late));
    },
  });
}
