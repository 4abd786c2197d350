import { expect, it } from "vitest";
import { sendCommand } from "./guest-commands.ts";
import { readGuestPath } from "./guest-path.ts";
import { partName, readPart, touchTime } from "./part.ts";
import { readCopyPlace } from "./place.ts";
import { checkSentNames } from "./sent-names.ts";

it.each([
  ["web:", { kind: "machine", name: "web", path: "" }],
  ["web:a b:c", { kind: "machine", name: "web", path: "a b:c" }],
  ["-", { kind: "stream" }],
  ["./web:x", { kind: "here", path: "./web:x" }],
  ["a b:c", { kind: "here", path: "a b:c" }],
  [":x", { kind: "here", path: ":x" }],
  ["Größe", { kind: "here", path: "Größe" }],
])("%s is read as an end of a copy", (text, place) => {
  expect(readCopyPlace(text)).toEqual(place);
});

it.each([
  ["", "./", "./", ""],
  ["~/-x", "./-x", "./", "-x"],
  ["/tmp/a b", "/tmp/a b", "/tmp/", "a b"],
  ["/tmp/new/", "/tmp/new/", "/tmp/new/", "new"],
  ["src/.", "./src/.", "./src/", ""],
])("%s is a path in a guest, and never an option", (path, whole, parent, base) => {
  expect(readGuestPath(path)).toEqual({ whole, parent, base });
});

it("hands paths to the shell of a guest as arguments alone", () => {
  const command = sendCommand(readGuestPath("/it's; $(reboot)"), false);
  expect(command.endsWith(`'sh' '/it'\\''s; $(reboot)' '/' 'it'\\''s; $(reboot)' 'f'`)).toBe(true);
});

/** Returns the paths that are accepted of these names; folders end with a slash. */
function accepted(...names: readonly string[]): readonly (string | null)[] {
  const check = checkSentNames();
  return names.map((text) => {
    const [name = "", sameAs = null] = text.split("=");
    return check({ name, isFolder: name.endsWith("/"), sameAs })?.path ?? null;
  });
}

it("accepts a folder with its content, and a single file", () => {
  expect(accepted("./", "./a", "./b/", "./b/c", "./d=./a")).toEqual(["", "a", "b", "b/c", "d"]);
  expect(accepted("./notes")).toEqual([""]);
});

it.each([
  ["a second file that nobody asked for", ["./notes", "./.bashrc"]],
  ["a way up", ["./", "./../x"]],
  ["an absolute path", ["./", "/etc/x"]],
  ["a path through a link", ["./", "./link", "./link/x"]],
  ["the same name twice", ["./", "./a", "./a"]],
  ["a second name of something else", ["./", "./a=../../etc/shadow"]],
  ["a folder with another name", ["./other/"]],
  ["no folder at first", ["a/b"]],
])("refuses %s", (_what, names) => {
  expect(accepted(...names).at(-1)).toBeNull();
});

const sum = "0123456789abcdef".repeat(4);

it.each([
  [`5000000 4 ${sum}`, { bytes: 5_000_000, blocks: 4, sha256: sum }],
  ["5000000 4 none", { bytes: 5_000_000, blocks: 4, sha256: null }],
  ["0 0 none", null],
  // A guest may tell anything.
  [`5000000 5 ${sum}`, null],
  [`5000000 4 ${sum}0`, null],
  ["5000000 4 $(reboot)", null],
  ["", null],
])("%j is read as the part of a file", (line, part) => {
  expect(readPart(line)).toEqual(part);
});

it("names the part of a file so that it is hidden and not too long", () => {
  expect(partName("a b.img")).toBe(".a b.img.virtray-part");
  expect(new TextEncoder().encode(partName("\u{1f4be}".repeat(60))).length).toBeLessThan(255);
});

it("writes times as touch takes them", () => {
  expect(touchTime(1_700_000_000.5)).toBe("202311142213.20");
  expect(touchTime(-1)).toBe("197001010000.00");
});
