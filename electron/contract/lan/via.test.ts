import { expect, it } from "vitest";
import { isVia, viaInterfaces, viaNet, viaNetOf } from "./via.ts";

it("names an interface after its computer, in the kernel's fifteen letters", () => {
  const short = [...viaInterfaces(["big", "elevenchars"]).values()];
  expect(short).toEqual(["via-big", "via-elevenchars"]);
  const long = [...viaInterfaces(["build-machine-of-anna", "build-machine-of-bert"]).values()];
  expect(long).toEqual(["via-build-28ba0", "via-build-cc239"]);
  expect(long.every((name) => isVia(name) && name.length === 15)).toBe(true);
  expect(["via-", "via-Big", "vtap0", "via-twelve-chars"].filter(isVia)).toEqual([]);
});

it("gives each a net of its own, outside of all private ones", () => {
  expect(viaNet("via-big")).toEqual({
    ...{ number: 28, subnet: "198.18.28.0/24", own: "198.18.28.15" },
    ...{ gateway: "198.18.28.2", nameServer: "198.18.28.3" },
  });
  expect(viaNet("eth0")).toBeNull();
  expect([-1, 512, 1.5, Number.NaN].map(viaNetOf)).toEqual([null, null, null, null]);
  expect(viaNetOf(0)?.subnet).toBe("198.18.0.0/24");
});

it("gives no two the same net, and those that were there first keep theirs", () => {
  const number = (name: string) => viaNet(`via-${name}`)?.number;
  const names = Array.from({ length: 2000 }, (_each, index) => `c${index}`);
  const same = names.filter((name) => number(name) === number("c0")).slice(0, 3);
  expect(same).toHaveLength(3);
  const interfaces = [...viaInterfaces(same).values()];
  expect(interfaces[0]).toBe("via-c0");
  expect(interfaces[1]).toBe(`via-${same[1]}-2`);
  expect(new Set(interfaces.map((each) => viaNet(each)?.subnet)).size).toBe(3);
  expect(viaInterfaces(same.slice(0, 2)).get(same[1] ?? "")).toBe(interfaces[1]);
  // A computer may be named like what another one has become.
  const [first = "", second = ""] = same;
  const taken = viaInterfaces([first, second, `${second}-2`]);
  expect(new Set([...taken.values()].map((each) => viaNet(each)?.subnet)).size).toBe(3);
});
