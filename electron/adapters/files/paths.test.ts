import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePrivateFolder, pathsFrom } from "./paths.ts";

it("puts everything where the XDG specification says", () => {
  const env = {
    HOME: "/home/anna",
    XDG_DATA_HOME: "/data",
    XDG_CONFIG_HOME: "/config",
    XDG_CACHE_HOME: "/cache",
    XDG_RUNTIME_DIR: "/run/user/1000",
  };
  expect(pathsFrom(env, 1000)).toEqual({
    machines: "/data/virtray/machines",
    trash: "/data/virtray/trash",
    incoming: "/data/virtray/incoming",
    templates: "/data/virtray/templates",
    unfinished: "/data/virtray/unfinished",
    settingsFile: "/config/virtray/settings.json",
    cache: "/cache/virtray",
    runtime: "/run/user/1000/virtray",
    runtimeRecord: "/data/virtray/runtime",
    switchFolder: "/run/user/1000/virtray/switch",
  });
});

it("never takes a URL for the switch's folder, which QEMU would run as a program", () => {
  for (const url of ["cmd://touch /tmp/owned", "vde:///run/other", "relative/path", ""]) {
    const { switchFolder } = pathsFrom({ HOME: "/home/anna", XDG_RUNTIME_DIR: url }, 1000);
    expect(switchFolder).toBe("/tmp/virtray-runtime-1000/virtray/switch");
  }
});

it.runIf(process.getuid?.() === 0)("leaves another user’s folder for what runs alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "session-"));
  try {
    const runtime = (uid: number) =>
      pathsFrom({ HOME: "/home/anna", XDG_RUNTIME_DIR: folder }, uid).runtime;
    chownSync(folder, 4242, 4242);
    expect(runtime(4242)).toBe(join(folder, "virtray"));
    for (const uid of [0, 4343]) expect(runtime(uid)).toBe(`/tmp/virtray-runtime-${uid}/virtray`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("the folder for sockets", () => {
  const uid = process.getuid?.() ?? 0;
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "paths-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const above = () => join(home, "above");
  const unsafe = (path: string, detail: string) => ({
    ok: false,
    error: { code: "runtime-folder-unsafe", params: { path, detail } },
  });

  it("is made for this user alone", () => {
    const path = join(above(), "virtray");
    expect(makePrivateFolder(path, uid)).toEqual({ ok: true, value: path });
    expect(makePrivateFolder(path, uid)).toEqual({ ok: true, value: path });
    expect(makePrivateFolder(path, uid + 1)).toEqual(unsafe(path, "foreign-owner"));
    chmodSync(path, 0o770);
    expect(makePrivateFolder(path, uid)).toEqual(unsafe(path, "others-may-write"));
  });

  it("is refused where others could exchange it", () => {
    const path = join(above(), "virtray");
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(above(), 0o777);
    expect(makePrivateFolder(path, uid)).toEqual(unsafe(above(), "others-may-write"));
    // Like /tmp: all users may write there, but none may move another's files away.
    chmodSync(above(), 0o1777);
    expect(makePrivateFolder(path, uid)).toEqual({ ok: true, value: path });
    symlinkSync(path, join(home, "link"));
    expect(makePrivateFolder(join(home, "link"), uid)).toEqual(
      unsafe(join(home, "link"), "not-a-folder"),
    );
  });

  it.runIf(uid === 0)("is refused below a folder that another user has made", () => {
    const path = join(above(), "virtray");
    mkdirSync(path, { recursive: true });
    chownSync(path, 4242, 4242);
    chownSync(above(), 4343, 4343);
    expect(makePrivateFolder(path, 4242)).toEqual(unsafe(above(), "foreign-owner"));
    chownSync(above(), 4242, 4242);
    expect(makePrivateFolder(path, 4242)).toEqual({ ok: true, value: path });
    // The distance does not matter: a folder's owner can move all below it away.
    const below = join(path, "switch");
    mkdirSync(below);
    chownSync(below, 4242, 4242);
    chownSync(above(), 4343, 4343);
    expect(makePrivateFolder(below, 4242)).toEqual(unsafe(above(), "foreign-owner"));
  });
});
