import { expect, it } from "vitest";
import type { RootPrompt } from "../../contract/root/root.ts";
import { createRootConsent } from "./consent.ts";

const down: RootPrompt = { task: { do: "lan-down" }, writable: null };
const keep: RootPrompt = { task: { do: "lan-keep" }, writable: "/home/me/netd.js" };

it("asks one question after the other, and assigns each answer to its question", async () => {
  const consent = createRootConsent(async () => true);
  const seen: (RootPrompt | null)[] = [];
  consent.watch(() => seen.push(consent.pending()));
  const first = consent.ask(down);
  const second = consent.ask(keep);
  await Promise.resolve();
  expect(consent.pending()).toEqual(down);
  consent.answer(false);
  expect(await first).toBe(false);
  expect(consent.pending()).toEqual(keep);
  consent.answer(true);
  expect(await second).toBe(true);
  expect(seen).toEqual([down, down, keep, null]);
});

it("goes on at once for a user who wants no explanation, and ignores an answer without a question", async () => {
  const consent = createRootConsent(async () => false);
  expect(await consent.ask(down)).toBe(true);
  consent.answer(true);
  expect(consent.pending()).toBeNull();
});
