import { expect, it } from "vitest";
import { matchItems, type PaletteItem } from "./palette-items.ts";

const item = (title: string, more = ""): PaletteItem => ({
  key: title,
  title,
  more,
  act: { kind: "lan", isOn: true },
});
const items = [item("Webcams"), item("pg", "192.168.100.2 · running"), item("Start: web")];
const found = (text: string) => matchItems(items, text).map(({ title }) => title);

it("finds lines by all words of a text, in any order and case", () => {
  expect(found("")).toEqual(["Webcams", "pg", "Start: web"]);
  expect(found("WEB start")).toEqual(["Start: web"]);
  expect(found("running 100.2")).toEqual(["pg"]);
  expect(found("nothing")).toEqual([]);
});

it("puts lines first whose title begins with the text", () => {
  expect(found("start")).toEqual(["Start: web"]);
  expect(matchItems([item("Start: web"), item("web")], "web").map(({ title }) => title)).toEqual([
    "web",
    "Start: web",
  ]);
});
