import { expect, it } from "vitest";
import { readPort } from "./read-port.ts";

it("takes whole numbers from 1 to 65535, with blanks around them", () => {
  expect(["1", " 8080 ", "65535"].map(readPort)).toEqual([1, 8080, 65_535]);
  for (const text of ["", "0", "65536", "80.5", "-1", "8e3", "http", "80 81"]) {
    expect(readPort(text), text).toBeNull();
  }
});
