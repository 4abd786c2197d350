import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeDrafts, writeAgreed } from "./state-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "state-file-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lan = { interface: "vtap0", address: "192.168.100.254", prefixLength: 24 };

it("writes beside another netd that is writing the same file", () => {
  const path = join(folder, "agreed.json");
  const others = [`${path}.new`, `${path}.${process.ppid}.new`];
  for (const other of others) writeFileSync(other, "half");
  writeAgreed(path, "boot", lan);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ boot: "boot", lan });
  expect(others.map((other) => readFileSync(other, "utf8"))).toEqual(["half", "half"]);
});

it("removes the drafts of processes that are gone, and no others", () => {
  const { pid } = spawnSync("true");
  const living = `agreed.json.${process.ppid}.new`;
  for (const name of [`state.json.${pid}.new`, living, "state.json"]) {
    writeFileSync(join(folder, name), "");
  }
  removeDrafts(folder);
  expect(readdirSync(folder).toSorted()).toEqual([living, "state.json"].toSorted());
});
