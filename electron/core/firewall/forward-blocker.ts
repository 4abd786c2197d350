/** A chain of another firewall that drops every forwarded packet without a matching rule. */
export interface ForwardBlocker {
  readonly family: string;
  readonly table: string;
  /** The chain that drops. */
  readonly chain: string;
  /** The chain for our rules: Docker's chain for users' rules, if it exists. */
  readonly entry: string;
}

/** The same with its table as `nft -s list table` shows it. */
export interface ListedBlocker extends ForwardBlocker {
  readonly listing: string;
}
