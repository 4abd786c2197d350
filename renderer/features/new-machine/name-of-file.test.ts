import { expect, test } from "vitest";
import { nameOfFile } from "./name-of-file.ts";

test.each([
  ["/home/dev/debian 13.qcow2", "debian 13"],
  ["/srv/web.2.IMG", "web.2"],
  ["/srv/none", "none"],
  ["", ""],
])("%s names %s", (path, name) => {
  expect(nameOfFile(path)).toBe(name);
});
