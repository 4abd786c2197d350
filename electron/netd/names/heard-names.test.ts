import { expect, it } from "vitest";
import { createHeardNames } from "./heard-names.ts";

it("counts names that are not on the list, and forgets those that are allowed later", () => {
  const heard = createHeardNames();
  heard.allow(["deb.test"]);
  const asks = ["a.test", "b.test", "deb.test", "x.deb.test", "web.vm.internal", "b.test"];
  for (const name of asks) heard.hear(`query[A] ${name} from 192.168.100.1`);
  expect(heard.refused()).toEqual([
    { name: "b.test", count: 2 },
    { name: "a.test", count: 1 },
  ]);
  heard.allow(["deb.test", "b.test"]);
  expect(heard.refused()).toEqual([{ name: "a.test", count: 1 }]);
});

it("keeps the latest of a guest that asks for more names than anyone reads", () => {
  const heard = createHeardNames();
  for (let index = 0; index < 10_000; index += 1)
    heard.hear(`query[A] n${index}.test from 192.168.100.1`);
  expect(heard.refused()).toHaveLength(256);
  expect(heard.refused().some(({ name }) => name === "n9999.test")).toBe(true);
});

it("knows which name led to an address", () => {
  const heard = createHeardNames();
  heard.hear(
    "nftset add 4 inet virtray-airlock names_192.168.100.1_deb.test 203.0.113.20 deb.test",
  );
  expect(heard.nameOf("203.0.113.20")).toBe("deb.test");
  expect(heard.nameOf("203.0.113.21")).toBe(null);
});
