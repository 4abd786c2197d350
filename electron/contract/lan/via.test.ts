import { expect, it } from "vitest";
import { isVia, viaInterface, viaNet, viaNetOf } from "./via.ts";

it("names an interface after its computer, in the kernel's fifteen letters", () => {
  expect(viaInterface("big")).toBe("via-big");
  expect(viaInterface("elevenchars")).toBe("via-elevenchars");
  const long = ["build-machine-of-anna", "build-machine-of-bert"].map(viaInterface);
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
