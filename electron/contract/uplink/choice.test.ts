import { expect, test } from "vitest";
import { wordsFor } from "../words/catalogues.ts";
import { nameChoice } from "../words/words.ts";
import { readInterface, spellInterface } from "./choice.ts";

test("an interface named like another choice is spelled out, and read back", () => {
  const names = ["auto", "none", "order", "eth0", "interface"];
  expect(names.map(spellInterface)).toEqual([
    ...["interface:auto", "interface:none", "interface:order"],
    ...["eth0", "interface"],
  ]);
  expect(names.map(spellInterface).map(readInterface)).toEqual(names);
  expect(readInterface("interface:eth0")).toBe("eth0");
  const pinned = { mode: "pinned", interface: "none" } as const;
  expect(nameChoice(wordsFor("en"), pinned)).toBe("interface:none");
});
