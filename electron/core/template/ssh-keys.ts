import * as v from "valibot";
import type { SshKeyFault } from "../../contract/errors/template.ts";
import { sshPublicKeySchema } from "../../contract/template/template.ts";

const keyType = /(?:^|[ \t])(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\S+|sk-(?:ssh|ecdsa)-\S+) AAAA/;

/** Reads the public keys in a text, one a line; a fault tells why it has none or something else. */
export function readPublicKeys(text: string): readonly string[] | SshKeyFault {
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----|^PuTTY-User-Key-File/m.test(text)) return "private";
  if (/^---- BEGIN SSH2 PUBLIC KEY ----/m.test(text)) return "other-format";
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) return "empty";
  const odd = lines.find((line) => !v.is(sshPublicKeySchema, line));
  if (odd === undefined) return lines;
  if (/^\S+-cert-v01@openssh\.com /.test(odd)) return "certificate";
  return keyType.test(odd) && !/^(?:ssh|ecdsa|sk)-/.test(odd) ? "options" : "other";
}

/** The names of private keys that ssh tries by itself (ssh(1)). */
const usualNames = ["rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk"].map(
  (kind) => `id_${kind}`,
);

/**
 * Chooses the private keys that ssh must be told of: all, as soon as one has a name that ssh does not
 * try by itself, because those that are told replace those that it tries.
 */
export function identitiesToTell(files: readonly string[], home: string): readonly string[] {
  const usual = new Set(usualNames.map((name) => `${home}/.ssh/${name}`));
  return files.every((file) => usual.has(file)) ? [] : files;
}
