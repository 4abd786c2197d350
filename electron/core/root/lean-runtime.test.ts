import { expect, it } from "vitest";
import { isOnlyWrittenBy, leanRuntime, type RuntimeLook } from "./lean-runtime.ts";

const packed = "/opt/Virtray/resources/app.asar/out/main/supervisor.js";
const unpacked = "/opt/Virtray/resources/app.asar.unpacked/out/main/supervisor.js";
const electron = { program: "/opt/Virtray/virtray-desktop", isElectron: true };
const asNow = { program: electron.program, script: packed };

/** Returns a system whose Node is root's; `others` may write to some of its files. */
function system(version: string, others: readonly string[] = [], missing = ""): RuntimeLook {
  return {
    stat: (path) =>
      path === missing ? undefined : { uid: 0, mode: others.includes(path) ? 0o757 : 0o755 },
    realpath: (path) => (path === missing ? null : "/usr/lib/node/bin/node"),
    version: async () => version,
  };
}

it("prefers the system's own Node to Electron's, with a script that Node can read", async () => {
  expect(await leanRuntime(packed, electron, system("v18.19.0\n"))).toEqual({
    program: "/usr/lib/node/bin/node",
    script: unpacked,
  });
});

it("stays with a Node that it runs on already", async () => {
  const own = { program: "/home/me/node", isElectron: false };
  const chosen = await leanRuntime("/home/me/supervisor.js", own, system("v22.1.0"));
  expect(chosen).toEqual({ program: own.program, script: "/home/me/supervisor.js" });
});

it.each([
  ["is too old", system("v16.20.2")],
  ["does not say its version", system("")],
  ["is not there", system("v20.1.0", [], "/usr/bin/node")],
  ["could be exchanged by others", system("v20.1.0", ["/usr/lib/node"])],
  ["could not read the script", system("v20.1.0", [], unpacked)],
])("stays with Electron where the system's Node %s", async (_why, look) => {
  expect(await leanRuntime(packed, electron, look)).toEqual(asNow);
});

it("recognises files that only their owner could replace, up to the root folder", () => {
  const at = (owners: Readonly<Record<string, number>>) => (path: string) => ({
    uid: owners[path] ?? 0,
    mode: 0o755,
  });
  expect(isOnlyWrittenBy(0, "/usr/bin/node", at({}))).toBe(true);
  for (const path of ["/", "/usr", "/usr/bin", "/usr/bin/node"]) {
    expect(isOnlyWrittenBy(0, "/usr/bin/node", at({ [path]: 1000 }))).toBe(false);
  }
  expect(isOnlyWrittenBy(4242, "/usr/bin/node", at({}))).toBe(false);
});
