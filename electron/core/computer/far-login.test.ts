import { expect, it } from "vitest";
import { readFarLogin } from "./far-login.ts";

const read = (line: string) => readFarLogin(line.split(" "));

it.each([
  ["ssh web", "web", null, ""],
  ["ssh web uptime now", "web", null, "uptime now"],
  ["ssh web -- ls -l", "web", null, "ls -l"],
  ["ssh -l anna web -- id", "web", "anna", "id"],
  ["ssh web --login=anna", "web", "anna", ""],
])("“%s” logs in", (line, machine, user, command) => {
  const words = command === "" ? [] : command.split(" ");
  expect(read(line)).toEqual({ machine, user, command: words });
});

it.each(["show web", "ssh", "ssh web -x", "ssh --json web", "ssh -- ls"])(
  "“%s” is explained there",
  (line) => {
    expect(read(line)).toBeNull();
  },
);
