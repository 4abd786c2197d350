/** What nobody needs to know who looks into a fault. */
export interface Secrets {
  readonly home: string;
  readonly user: string;
}

/** A private key of any kind, with its armour (RFC 7468), and a public one as ssh writes it. */
const armoured = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g;
const publicKey = /\b(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/=]{16,}(?: [^\n"\\]*)?/g;
/** A value behind a word that says it is secret, as in YAML, JSON, shells and URLs. */
const named =
  /((?:passw(?:or)?d|passphrase|secret|token)[\w-]*["']?\s*[:=]\s*)("[^"\n]*"|'[^'\n]*'|\S+)/gi;
const inUrl = /(\w+:\/\/)[^/\s:@]+:[^/\s@]+@/g;

/** Takes keys, passwords, the home folder and the user's name out of a text. */
export function redact(text: string, { home, user }: Secrets): string {
  const plain = text
    .replace(armoured, "[key]")
    .replace(publicKey, "[key]")
    .replace(inUrl, "$1[secret]@")
    .replace(named, "$1[secret]");
  const housed = home.length > 1 ? plain.replaceAll(home, "~") : plain;
  // As a word of its own: a short name may be part of many others.
  const name = user.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return user === "" || user === "root"
    ? housed
    : housed.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "[user]");
}
