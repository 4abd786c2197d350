/** A chain of another firewall that drops every forwarded packet that it has no rule for. */
export interface ForwardBlocker {
  readonly family: string;
  readonly table: string;
  /** The chain that drops. */
  readonly chain: string;
  /** The chain that rules of ours belong into: Docker's for others' rules, where it is there. */
  readonly entry: string;
}
