import { expect, test } from "vitest";
import { hostPart } from "./host-part.ts";

test.each([
  [16, ".100.7"],
  [23, ".100.7"],
  [24, ".7"],
  [29, ".7"],
])("returns, in a /%d, the host part %s", (prefixLength, part) => {
  expect(hostPart("192.168.100.7", prefixLength)).toBe(part);
});
