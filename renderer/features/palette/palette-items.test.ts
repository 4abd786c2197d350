import { expect, it } from "vitest";
import { emptyState } from "../../../electron/contract/testing/samples.ts";
import { wordsFor } from "../../../electron/contract/words/catalogues.ts";
import { matchItems, type PaletteItem, paletteItems } from "./palette-items.ts";

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

it("has machines of other computers, with what can be done there while those are reached", () => {
  const far = (name: string, unheardSince: number | null) => ({
    ...{ id: `big:00000000-0000-4000-8000-00000000000${name.length}`, name, computer: "big" },
    ...({
      unheardSince,
      status: "running",
      address: "192.168.100.9",
      mac: null,
      user: null,
    } as const),
    ...{ reachable: null, uptimeSeconds: null, accelerator: null, problemCode: null, tags: [] },
    ...{ note: null, protected: false },
  });
  const state = { ...emptyState, farMachines: [far("web", null), far("cut", 5)] };
  const items = paletteItems(state, [], wordsFor("en"));
  expect(
    items.filter(({ title }) => title.includes("/")).map((each) => [each.title, each.more]),
  ).toEqual([
    ["big/web", "192.168.100.9 · running"],
    ["big/cut", "192.168.100.9 · computer not reached"],
    ["SSH in a terminal: big/web", ""],
    ["Shut down: big/web", ""],
    ["Restart: big/web", ""],
    ["Pause: big/web", ""],
    ["Suspend: big/web", ""],
  ]);
});
