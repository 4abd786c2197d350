import { expect, it } from "vitest";
import { editorArgs } from "./editor.ts";

it.each([
  [true, "ada", "ssh-remote+web"],
  [false, "ada", "ssh-remote+ada@192.168.100.1"],
  [false, null, "ssh-remote+192.168.100.1"],
])("names the machine as ssh knows it (by names: %s, user: %s)", (knowsNames, user, host) => {
  const target = { name: "web", address: "192.168.100.1", user, knowsNames };
  expect(editorArgs(target)).toEqual(["--remote", host]);
});
