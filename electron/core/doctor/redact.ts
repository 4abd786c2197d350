/** The texts that a support bundle must not contain. */
export interface Secrets {
  readonly home: string;
  readonly user: string;
}

/**
 * Matches a private key of any kind with its armour (RFC 7468), and a public one as ssh writes it.
 */
const armoured = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g;
const publicKey = /\b(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/=]{16,}(?: [^\n"\\]*)?/g;
/** Matches a value after a word for a secret, as in YAML, JSON, shells and URLs. */
const named =
  /((?:passw(?:or)?d|passphrase|secret|token)[\w-]*["']?\s*[:=]\s*)("[^"\n]*"|'[^'\n]*'|\S+)/gi;
const inUrl = /(\w+:\/\/)[^/\s:@]+:[^/\s@]+@/g;

/** Removes keys, passwords, the home folder and the user's name from a text. */
export function redact(text: string, { home, user }: Secrets): string {
  const plain = text
    .replace(armoured, "[key]")
    .replace(publicKey, "[key]")
    .replace(inUrl, "$1[secret]@")
    .replace(named, "$1[secret]");
  const housed = home.length > 1 ? plain.replaceAll(home, "~") : plain;
  // Only as a whole word: a short name may be part of many others.
  const name = user.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return user === "" || user === "root"
    ? housed
    : housed.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "[user]");
}
