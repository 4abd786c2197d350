/** One file system of a guest, as its agent tells. */
export interface GuestFileSystem {
  readonly mountedAt: string;
  readonly usedBytes: number;
  readonly totalBytes: number;
  /** Little is free: 90 % or more are in use. */
  readonly isNearlyFull: boolean;
}

/**
 * The facts that a guest's agent tells. Every text is a stranger's word: limited in number and length, and
 * without control characters.
 */
export interface GuestFacts {
  /** Such as `Debian GNU/Linux 13 (trixie)`; null if not told. */
  readonly system: string | null;
  readonly kernel: string | null;
  readonly fileSystems: readonly GuestFileSystem[];
  /** The users who are logged in, each once. */
  readonly users: readonly string[];
  /** The addresses that it has given itself, without the loopback's and link-local ones. */
  readonly addresses: readonly string[];
}
