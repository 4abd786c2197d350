import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../contract/app/settings.ts";
import { createSettingsPort, type SettingsStore } from "./settings-store.ts";

let folder: string;
let path: string;
let store: SettingsStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
  path = join(folder, "virtray/settings.json");
  store = createSettingsPort(path);
});
afterEach(() => rmSync(folder, { recursive: true }));

const uplink = { mode: "pinned", interface: "eth0" } as const;

describe("settings", () => {
  it("are the defaults without a file, and nothing is written to say so", async () => {
    expect(await store.load()).toEqual({ settings: defaultSettings, problem: null });
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });

  it("keep what was changed, and what was changed at the same time", async () => {
    // As app and command do it: each with a store of its own.
    const changes = [store.change({ uplink }), createSettingsPort(path).change({ theme: "dark" })];
    expect(await Promise.all(changes)).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ]);
    const expected = { ...defaultSettings, uplink, theme: "dark" };
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(expected);
    expect(await createSettingsPort(path).read()).toEqual(expected);
  });

  it.each([
    ["{", "settings-corrupt"],
    ["[]", "settings-corrupt"],
    ['{"version":1}', "settings-corrupt"],
    [JSON.stringify({ ...defaultSettings, theme: "pink" }), "settings-corrupt"],
    [JSON.stringify({ ...defaultSettings, version: 3, more: true }), "settings-newer"],
  ])("in a file of %s are the defaults, and the file stays as it is", async (text, code) => {
    await store.change({ theme: "dark" });
    writeFileSync(path, text);
    expect(await store.load()).toMatchObject({ settings: defaultSettings, problem: { code } });
    expect(await store.change({ theme: "light" })).toMatchObject({ ok: false, error: { code } });
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it.each([
    ["lab0", "vtap0"],
    ["tun0", "vtap0"],
    ["vtap7", "vtap7"],
    ["virtray-lab", "virtray-lab"],
  ])("of version 1 with an interface %s go on with %s, which is told", async (former, now) => {
    await store.change({ theme: "dark" });
    const lan = { ...defaultSettings.lan, interface: former, address: "10.9.0.1" };
    writeFileSync(path, JSON.stringify({ ...defaultSettings, version: 1, lan, theme: "dark" }));
    const loaded = await store.load();
    expect(loaded).toMatchObject({
      problem: null,
      settings: { ...defaultSettings, lan: { ...lan, interface: now }, theme: "dark" },
    });
    const renamed = { code: "lan-interface-renamed", params: { former, interface: now } };
    expect(loaded.notice).toEqual(former === now ? undefined : renamed);
    expect(await store.change({ theme: "light" })).toMatchObject({ ok: true });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      version: 2,
      lan: { ...lan, interface: now },
    });
    expect((await store.load()).notice).toBeUndefined();
  });

  it("go back to the last good ones, and the corrupt file is kept", async () => {
    await store.change({ theme: "dark" });
    writeFileSync(path, "{ torn");
    expect(await store.recover()).toEqual({ ok: true, value: { kept: `${path}.broken` } });
    expect(await store.load()).toEqual({
      settings: { ...defaultSettings, theme: "dark" },
      problem: null,
    });
    expect(readFileSync(`${path}.broken`, "utf8")).toBe("{ torn");
    expect(await store.recover()).toMatchObject({ error: { code: "file-not-broken" } });
  });

  it("of a newer version are not replaced by the backup, nor corrupt ones without any", async () => {
    await store.change({ theme: "dark" });
    writeFileSync(path, '{"version":99}');
    expect(await store.recover()).toMatchObject({ error: { code: "settings-newer" } });
    rmSync(`${path}.bak`);
    writeFileSync(path, "{");
    expect(await store.recover()).toMatchObject({ error: { code: "backup-missing" } });
    expect(readFileSync(path, "utf8")).toBe("{");
  });
});
