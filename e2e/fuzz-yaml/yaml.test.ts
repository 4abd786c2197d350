import { expect, it } from "vitest";
import { compareYaml } from "./compare.ts";

it("takes no YAML text that a guest refuses or reads otherwise", () => {
  const { taken, faults } = compareYaml(Date.now() % 2 ** 31, 2000);
  expect(faults).toEqual([]);
  // Most texts are damaged; if all were refused, nothing would have been compared.
  expect(taken).toBeGreaterThan(50);
});
