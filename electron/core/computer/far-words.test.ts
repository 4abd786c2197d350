import { expect, it } from "vitest";
import { readFarWords } from "./far-words.ts";

const read = (line: string) => readFarWords(line.split(" "), ["big", "old"]);

it.each([
  ["start big/web", "big", "start web"],
  ["stop --timeout 5 big/web big/db --json", "big", "stop --timeout 5 web db --json"],
  ["snapshot take big/web old/name", "big", "snapshot take web old/name"],
  ["ssh big/web -- ls old/x", "big", "ssh web -- ls old/x"],
  ["create web --template debian --on big", "big", "create web --template debian"],
  ["create web --on=big --template debian", "big", "create web --template debian"],
  ["add web --disk web.qcow2 --on big", "big", "add web --disk web.qcow2"],
  ["template list --on big --json", "big", "template list --json"],
  [
    "template add debian --catalogue debian-13 --on big",
    "big",
    "template add debian --catalogue debian-13",
  ],
  ["doctor --on big --json", "big", "doctor --json"],
  ["doctor path big/web", "big", "doctor path web"],
  ["create web --on nowhere", "nowhere", "create web"],
])("“%s” is about %s", (line, computer, words) => {
  expect(read(line)).toEqual({ kind: "named", computer, words: words.split(" ") });
});

it.each(["start big/web old/web", "start big/web db"])("“%s” is about several", (line) => {
  expect(read(line)).toEqual({ kind: "several" });
});

it.each([
  "copy big/web notes:",
  "start other/web",
  "start big/web/x",
  "start -- big/web",
  "run debian -- ls --on big",
  "create web --on",
  "snapshot",
  "doctor",
  "list",
])("“%s” is about this computer", (line) => {
  expect(read(line)).toEqual({ kind: "here" });
});

it("one machine without its computer may be anywhere", () => {
  expect(read("show web")).toEqual({ kind: "machine", machine: "web" });
});
