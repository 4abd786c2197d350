import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findHalfKey, findIdentities, findSshKeys, makeSshKey, readSshKeys } from "./keys.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "keys-"));
  mkdirSync(join(home, ".ssh"));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Makes a key pair with ssh-keygen; gives the path of its private half. */
function pair(name: string): string {
  const path = join(home, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path]);
  return path;
}

it("tells each odd key by its own fault, and the public half where there is one", async () => {
  const path = pair("work");
  const fault = async (given: string) => {
    const read = await readSshKeys(given);
    return read.ok ? read.value.length : read.error.params;
  };
  expect(await fault(`${path}.pub`)).toBe(1);
  expect(await fault(path)).toEqual({ path, fault: "private", half: `${path}.pub` });
  execFileSync("ssh-keygen", ["-q", "-s", path, "-I", "me", `${path}.pub`]);
  const certificate = `${path}-cert.pub`;
  expect(await fault(certificate)).toEqual({ path: certificate, fault: "certificate" });
  rmSync(`${path}.pub`);
  expect(await fault(path)).toEqual({ path, fault: "private" });
  expect(await fault(`${path}.pub`)).toEqual({ path: `${path}.pub`, fault: "no-public-half" });
  expect(await fault(home)).toEqual({ path: home, fault: "folder" });
  const absent = join(home, "absent");
  expect(await fault(absent)).toEqual({ path: absent, fault: "missing" });
});

it("makes no other key where the public half of one is missing", async () => {
  const path = pair(".ssh/id_ecdsa");
  expect(await findHalfKey(home)).toBeNull();
  rmSync(`${path}.pub`);
  expect(await findHalfKey(home)).toBe(path);
  expect(await makeSshKey(home)).toMatchObject({
    error: { params: { path: `${path}.pub`, fault: "no-public-half" } },
  });
  expect(readdirSync(join(home, ".ssh"))).toEqual(["id_ecdsa"]);
});

it("finds the private keys of public ones, wherever they are, unless ssh tries them itself", async () => {
  const usual = pair(".ssh/id_ed25519");
  const keys = () => findSshKeys(home);
  expect(await findIdentities(home, [], await keys())).toEqual([]);
  const work = pair(".ssh/work");
  expect(await findIdentities(home, [], await keys())).toEqual([usual, work]);
  const far = pair("far");
  const line = readFileSync(`${far}.pub`, "utf8").trim();
  // A key does not include its comment.
  const renamed = line.replace(/ far$/, " else");
  expect(await findIdentities(home, [`${far}.pub`], [renamed])).toEqual([far]);
  expect(await findIdentities(home, [], [line])).toEqual([]);
  // A key of a smartcard or an agent has no file.
  rmSync(far);
  expect(await findIdentities(home, [`${far}.pub`], [line])).toEqual([]);
  writeFileSync(join(home, ".ssh/odd.pub"), "odd\n");
  expect(await findIdentities(home, [], await keys())).toEqual([usual, work]);
});
