import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import type { UplinkJson } from "../../contract/app/cli.ts";

let instance: Instance;

/** Interfaces that are called like what else may be chosen. */
const names = ["auto", "none", "order"];

beforeAll(async () => {
  instance = makeInstance();
  for (const name of names) await sh("ip", "link", "add", name, "type", "veth");
});

afterAll(async () => {
  for (const name of names) await sh("ip", "link", "delete", name);
  await instance.close();
});

it.each(names)(
  "an interface called %s is chosen by its spelled-out name, and shown so",
  async (name) => {
    const set = await instance.virtray("uplink", "set", `interface:${name}`);
    expect(set).toMatchObject({ exitCode: 0, stderr: "" });
    expect(set.stdout).toMatch(new RegExp(`^Uplink: interface:${name}, `));
    const { choice } = await instance.json<UplinkJson>("uplink");
    expect(choice).toEqual({ mode: "pinned", interface: name });
  },
);

it("the words mean what they always did, and any interface may be spelled out", async () => {
  const chosen = async (...words: readonly string[]) =>
    (await instance.json<UplinkJson>("uplink", "set", ...words)).choice;
  expect(await chosen("auto")).toEqual({ mode: "automatic" });
  expect(await chosen("none")).toEqual({ mode: "none" });
  const interfaces = ["auto", "none"];
  expect(await chosen("order", "auto,none")).toEqual({ mode: "preferred", interfaces });
  expect(await chosen("order", "interface:auto,none")).toEqual({ mode: "preferred", interfaces });
  const absent = await instance.virtray("uplink", "set", "interface:nosuch0");
  expect(absent.stderr).toContain("This computer has no interface “nosuch0”.");
});

it("an interface whose name rules cannot hold is listed as such, and refused by that", async () => {
  const name = "wän0";
  // Refused in the same words while nothing leads out by it.
  await sh("ip", "link", "add", name, "type", "veth");
  try {
    expect((await instance.virtray("uplink", "set", name)).stderr).toContain("cannot be chosen");
    await sh("ip", "addr", "add", "10.0.1.2/24", "dev", name);
    await sh("ip", "link", "set", name, "up");
    await sh("ip", "route", "add", "default", "dev", name);
    const { stdout } = await instance.virtray("uplink");
    expect(stdout).toMatch(/^wän0 .* has a name that rules cannot hold$/m);
    for (const words of [[name], [`interface:${name}`], ["order", `auto,${name}`]]) {
      const refused = await instance.virtray("uplink", "set", ...words);
      expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toBe(
        "The interface “wän0” cannot be chosen as the uplink: not every rule can hold its name. Rename it by “ip link set”: letters from a to z and digits are possible everywhere.",
      );
    }
  } finally {
    await sh("ip", "link", "delete", name);
  }
});
