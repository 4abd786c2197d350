/**
 * Forbids to ssh on the way to another computer, even if the user's configuration has it for
 * interactive use there: forward ports or agents in either direction, run a command here, leave a
 * process behind, or ask.
 */
const never = [
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
  "PermitLocalCommand=no",
  "Tunnel=no",
  "ControlMaster=no",
  "ControlPath=none",
] as const;

/** How long ssh tries, and after how many seconds without an answer it gives up. */
const limits = [
  "ConnectTimeout=5",
  "ConnectionAttempts=1",
  "ServerAliveInterval=3",
  "ServerAliveCountMax=3",
] as const;

const options = (list: readonly string[]) => list.flatMap((each) => ["-o", each]);

/**
 * Returns the arguments by which ssh runs a fixed command on another computer without asking
 * anything: its streams carry our conversation. The host's pattern rules out that it is an option.
 */
export function sshWords(host: string, command: string): readonly string[] {
  return ["-T", ...options(["BatchMode=yes", ...never, ...limits]), "--", host, command];
}

/**
 * Returns the arguments for a command on the user's own terminal there. Each word is quoted for the
 * shell there, which reads them once more.
 */
export function sshTerminalWords(
  host: string,
  words: readonly string[],
  isTerminal: boolean,
): readonly string[] {
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  return [isTerminal ? "-t" : "-T", ...options([...never, ...limits]), "--", host, command];
}
