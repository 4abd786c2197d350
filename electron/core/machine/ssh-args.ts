/** Quotes a value of ssh's configuration, without its `%` expansions (ssh_config(5)). */
export function quoted(path: string): string {
  return `"${path.replaceAll("%", "%%").replace(/["\\]/g, "\\$&")}"`;
}

/** Quotes a word for the shell that ssh hands a command to, so that it arrives as it was typed. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The parts of a login; ssh chooses where `user` is null or identities are empty. */
export interface SshLogin {
  readonly user: string | null;
  /** The paths of private keys. */
  readonly identities?: readonly string[] | undefined;
  /**
   * Whether the machine's host key is known. Then no other one is accepted, also not of another type,
   * which ssh would take for that of a new host.
   */
  readonly isKnown: boolean;
}

/** Returns the option by which ssh accepts a host key, where that of the machine is known or not. */
export function hostKeyChecking(isKnown: boolean): string {
  return `StrictHostKeyChecking=${isKnown ? "yes" : "accept-new"}`;
}

/**
 * Returns the arguments of `ssh` for a machine. Its host keys are kept in a file of its own:
 * addresses are used again by other machines, whose keys must not look like an attack. An empty
 * command gives a shell.
 */
export function buildSshArgs(
  address: string,
  knownHosts: string,
  { user, identities = [], isKnown }: SshLogin,
  command: readonly string[],
): readonly string[] {
  return [
    ...["-o", `UserKnownHostsFile=${quoted(knownHosts)}`],
    ...["-o", hostKeyChecking(isKnown)],
    ...identities.flatMap((file) => ["-o", `IdentityFile=${quoted(file)}`]),
    ...(user === null ? [] : ["-l", user]),
    // The following arguments are not options of ssh.
    "--",
    address,
    ...command,
  ];
}
