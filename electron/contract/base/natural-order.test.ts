import { expect, it } from "vitest";
import { compareNaturally, sortByName } from "./natural-order.ts";

const collator = new Intl.Collator("en", { numeric: true });
const sign = (order: number) => Math.sign(order);

/** All texts of up to four of these letters, which differ in each way that plain names can. */
function texts(length: number): readonly string[] {
  if (length === 0) return [""];
  const shorter = texts(length - 1);
  return [
    "",
    ...shorter.flatMap((text) => ["-", "0", "1", "10", "a", "z"].map((each) => text + each)),
  ];
}

it("orders plain names as the collator of the language does", () => {
  const all = [...new Set(texts(4))];
  const wrong: string[] = [];
  for (const [index, one] of all.entries()) {
    for (let step = 0; step < all.length; step += 7) {
      const other = all[(index + step) % all.length] ?? "";
      if (sign(compareNaturally(one, other)) !== sign(collator.compare(one, other))) {
        wrong.push(`${one} ${other}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it("orders other texts, too", () => {
  const names = ["node-10", "Node-9", "ä", "a", "192.168.100.10", "192.168.100.9"];
  expect(names.toSorted(compareNaturally)).toEqual(names.toSorted(collator.compare));
});

it("sorts by name in the same order, whether all names are plain or not", () => {
  for (const names of [texts(3), [...texts(3), "Z", "node 1"]]) {
    const named = names.map((name) => ({ name }));
    expect(sortByName(named).map(({ name }) => name)).toEqual(names.toSorted(collator.compare));
  }
});
