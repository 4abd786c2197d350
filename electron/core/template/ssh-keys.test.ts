import { describe, expect, it } from "vitest";
import { identitiesToTell, readPublicKeys } from "./ssh-keys.ts";

/** A key of 32 bytes; `cut` letters of its base64 are missing. */
const keyOf = (cut = 0) =>
  `ssh-ed25519 ${`AAAAC3NzaC1lZDI1NTE5AAAAI${"J".repeat(43)}`.slice(0, 68 - cut)} me@here`;
const key = keyOf();

describe("a file of public keys", () => {
  it("has one a line, between comments and empty lines", () => {
    expect(readPublicKeys(`# mine\r\n${key}\r\n\n${key}\n`)).toEqual([key, key]);
  });

  it.each([
    ["private", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n-----END OPENSSH PRIVATE KEY-----\n"],
    ["private", "-----BEGIN RSA PRIVATE KEY-----\n"],
    ["cut-off", `${keyOf()}\n${keyOf(1)}\n`],
    ["cut-off", `${keyOf(28)}\n`],
    ["cut-off", `${key.replace("ssh-ed25519", "ssh-rsa")}\n`],
    ["putty", "PuTTY-User-Key-File-3: ssh-ed25519\n"],
    ["other-format", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n"],
    ["certificate", `ssh-ed25519-cert-v01@openssh.com AAAA${"B".repeat(40)} me\n`],
    ["options", `command="ls",no-pty ${key}\n`],
    ["options", `restrict ${key}\n`],
    ["empty", "# none\n\n"],
    ["other", `${key}\nhello\n`],
    ["other", `ssh-dss AAAA${"B".repeat(40)} old\n`],
  ])("that is none is told apart: %s", (fault, text) => {
    expect(readPublicKeys(text)).toBe(fault);
  });
});

describe("the private keys that ssh is told of", () => {
  it("are none where ssh tries all of them by itself", () => {
    expect(identitiesToTell(["/h/.ssh/id_rsa", "/h/.ssh/id_ed25519"], "/h")).toEqual([]);
    expect(identitiesToTell([], "/h")).toEqual([]);
  });

  it.each(["/h/.ssh/work", "/h/id_rsa"])("are all where one is named otherwise: %s", (other) => {
    expect(identitiesToTell(["/h/.ssh/id_rsa", other], "/h")).toEqual(["/h/.ssh/id_rsa", other]);
  });
});
