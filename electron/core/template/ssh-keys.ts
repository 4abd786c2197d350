import * as v from "valibot";
import type { SshKeyFault } from "../../contract/errors/template.ts";
import { sshPublicKeySchema } from "../../contract/template/template.ts";

const keyType = /(?:^|[ \t])(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\S+|sk-(?:ssh|ecdsa)-\S+) AAAA/;

/** Reads the public keys in a text, one a line; a fault tells why it has none or something else. */
export function readPublicKeys(text: string): readonly string[] | SshKeyFault {
  if (/^PuTTY-User-Key-File/m.test(text)) return "putty";
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) return "private";
  if (/^---- BEGIN SSH2 PUBLIC KEY ----/m.test(text)) return "other-format";
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) return "empty";
  const odd = lines.find((line) => !v.is(sshPublicKeySchema, line));
  if (odd === undefined) return lines.every(isWhole) ? lines : "cut-off";
  if (/^\S+-cert-v01@openssh\.com /.test(odd)) return "certificate";
  return keyType.test(odd) && !/^(?:ssh|ecdsa|sk)-/.test(odd) ? "options" : "other";
}

/**
 * Returns whether the base64 text of a key line is all of a key: texts, each behind its length, of
 * which the first is the type (RFC 4253, 6.6). A guest's sshd passes over others without a word.
 */
function isWhole(line: string): boolean {
  const [type, text = ""] = line.split(" ", 2);
  const bytes = fromBase64(text);
  let [at, first] = [0, ""];
  while (at + 4 <= bytes.length) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(at, at + 4);
    const end = at + 4 + ((a * 256 + b) * 256 + c) * 256 + d;
    if (at === 0) first = String.fromCharCode(...bytes.slice(4, Math.min(end, 64)));
    at = end;
  }
  return at === bytes.length && first === type;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes base64 whose letters were checked; a rest of less than a byte is left out. */
function fromBase64(text: string): readonly number[] {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const digit of text.replace(/=+$/, "")) {
    bits = (bits << 6) | digits.indexOf(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push(bits >> held);
    bits &= (1 << held) - 1;
  }
  return bytes;
}

/** The names of private keys that ssh tries by itself (ssh(1)). */
export const usualNames = ["rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk"].map(
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
