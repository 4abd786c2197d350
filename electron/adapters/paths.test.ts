import { expect, it } from "vitest";
import { pathsFrom } from "./paths.ts";

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
    templates: "/data/virtray/templates",
    unfinished: "/data/virtray/unfinished",
    settingsFile: "/config/virtray/settings.json",
    cache: "/cache/virtray",
    runtime: "/run/user/1000/virtray",
    switchFolder: "/run/user/1000/virtray/switch",
  });
});

it("27: never takes a URL for the switch's folder, which QEMU would run as a program", () => {
  for (const url of ["cmd://touch /tmp/owned", "vde:///run/other", "relative/path", ""]) {
    const { switchFolder } = pathsFrom({ HOME: "/home/anna", XDG_RUNTIME_DIR: url }, 1000);
    expect(switchFolder).toBe("/tmp/virtray-runtime-1000/virtray/switch");
  }
});
