import { expect, test } from "vitest";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import {
  type CloneDraft,
  cloneFieldOfError,
  emptyCloneDraft,
  readCloneDraft,
  usualMemory,
} from "./from-template.ts";

const id = "00000000-0000-4000-8000-000000000001";
const template: TemplateView = {
  id,
  name: "debian",
  virtualBytes: 2 ** 31,
  bytes: 1,
  clones: [],
  problem: null,
  warm: [],
  warmWishes: [],
  definition: {
    version: 2,
    id,
    name: "debian",
    createdAt: "2026-11-23T12:00:00.000Z",
    source: { kind: "file", path: "/i" },
    base: { virtualBytes: 2 ** 31, bytes: 1, modifiedAt: 1, fingerprint: "0".repeat(64) },
    user: "debian",
    minimumMemoryMiB: 2048,
  },
};
const limits = { mostMemoryMiB: 4096, mostCpus: 4 };
const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz00000000000000000000000000000 ada@desk";
const read = (difference: Partial<CloneDraft>) =>
  readCloneDraft(
    { ...emptyCloneDraft, name: "web", template: id, ...difference },
    { sshKeys: [key], certificates: [] },
    template,
    limits,
  );

test("leaves empty fields for main to decide", () => {
  expect(read({})).toEqual({
    request: {
      name: "web",
      template: id,
      address: undefined,
      memoryMiB: undefined,
      cpus: 1,
      sendAs: "own",
      diskBytes: undefined,
      user: undefined,
      sshKeys: [key],
      userData: undefined,
      proxy: undefined,
      certificates: undefined,
      agent: undefined,
    },
  });
  expect(read({ diskBytes: "20", memoryMiB: "4096", userData: "packages: [git]\n" })).toMatchObject(
    {
      request: { diskBytes: 20 * 2 ** 30, memoryMiB: 4096, userData: "packages: [git]\n" },
    },
  );
  expect(usualMemory(template)).toBe(2048);
});

test.each([
  ["name", ""],
  ["name", 'a"b'],
  ["template", ""],
  ["address", "192.168.100"],
  ["memoryMiB", "4097"],
  ["memoryMiB", "much"],
  ["cpus", ""],
  ["cpus", "5"],
  ["diskBytes", "1"],
  ["diskBytes", "1.5"],
  ["user", "Ada Lovelace"],
  ["proxy", "proxy.example.org"],
] as const)("%s cannot be “%s”", (field, value) => {
  expect(read({ [field]: value, proxyFrom: field === "proxy" ? "other" : "none" })).toEqual({
    wrong: new Set([field]),
  });
});

test("hands on what was chosen, and nothing that was typed before another choice", () => {
  expect(read({ proxyFrom: "other", proxy: " http://p:1 ", agent: "no" })).toMatchObject({
    request: { proxy: "http://p:1", agent: false },
  });
  expect(read({ proxyFrom: "host", proxy: "nonsense" })).toMatchObject({
    request: { proxy: "host", agent: undefined },
  });
  expect(read({ proxyFrom: "none", proxy: "http://p:1" })).toMatchObject({
    request: { proxy: undefined },
  });
  expect(read({ proxyFrom: "other" })).toEqual({ wrong: new Set(["proxy"]) });
});

test("maps an error of main to its field", () => {
  expect(cloneFieldOfError("address-taken")).toBe("address");
  expect(cloneFieldOfError("user-data-invalid")).toBe("userData");
  expect(cloneFieldOfError("proxy-of-host")).toBe("proxyFrom");
  expect(cloneFieldOfError("disk-full")).toBeNull();
});
