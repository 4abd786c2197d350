import { expect, test } from "vitest";
import { mapOwners, readSubordinateIds } from "./owner-map.ts";

const numbers = { first: 100_000, count: 65_536 };

test("the guest's user is the host's, and all others are nobody's", () => {
  expect(mapOwners(1000, 1234, numbers).join(" ")).toBe(
    "0 100000 1000 1000 1234 1 1001 101000 64535",
  );
});

test("root of a guest that has no other user is the host's user", () => {
  expect(mapOwners(0, 1000, numbers).join(" ")).toBe("0 1000 1 1 100000 65535");
});

test("a user with few numbers gets those, and none of others", () => {
  expect(mapOwners(1000, 1000, { first: 5000, count: 10 }).join(" ")).toBe("0 5000 10 1000 1000 1");
});

test("a range is found by name and by number, and one without numbers is none", () => {
  const text = "other:1:2\nme:0:0\nme:100000:65536\n1001:200000:10\n";
  expect(readSubordinateIds(text, "me", 1000)).toEqual(numbers);
  expect(readSubordinateIds(text, null, 1001)).toEqual({ first: 200_000, count: 10 });
  expect(readSubordinateIds(text, "you", 1002)).toBe(null);
});
