import { describe, expect, it } from "vitest";
import { buildSshArgs, quoteForShell } from "./ssh-args.ts";

describe("the arguments of ssh", () => {
  it("keep host keys for each machine, and the command apart from options", () => {
    expect(
      buildSshArgs("192.168.100.1", "/m/known_hosts", { user: "root", isKnown: true }, [
        "ls",
        "-la",
      ]),
    ).toEqual([
      "-o",
      'UserKnownHostsFile="/m/known_hosts"',
      "-o",
      "StrictHostKeyChecking=yes",
      "-l",
      "root",
      "--",
      "192.168.100.1",
      "ls",
      "-la",
    ]);
  });

  it("name the private keys with which the machine was made", () => {
    const login = { user: null, identities: ["/h/.ssh/a b", "/h/k"], isKnown: false };
    expect(buildSshArgs("10.0.0.1", "/k", login, []).slice(4, 8)).toEqual([
      ...["-o", 'IdentityFile="/h/.ssh/a b"'],
      ...["-o", 'IdentityFile="/h/k"'],
    ]);
  });

  it("leave the user to ssh, and take any path", () => {
    expect(buildSshArgs("10.0.0.1", '/a b/%h"\\/k', { user: null, isKnown: false }, [])).toEqual([
      "-o",
      'UserKnownHostsFile="/a b/%%h\\"\\\\/k"',
      "-o",
      "StrictHostKeyChecking=accept-new",
      "--",
      "10.0.0.1",
    ]);
  });
});

it("quotes words so that a shell takes them as they were typed", () => {
  const words = ["ls", "-la", "/tmp/a", "", "it's", "$HOME", "a b", "x\ny", "*"];
  expect(words.map(quoteForShell).join(" ")).toBe(
    "ls -la /tmp/a '' 'it'\\''s' '$HOME' 'a b' 'x\ny' '*'",
  );
});
