import { expect, it } from "vitest";
import { chaos } from "./chaos/chaos.ts";

it("kills, held processes, torn files, lost uplinks and a full disk lose no data", async () => {
  // The seed is fixed; `npm run chaos` tries others.
  const seed = Number(process.env["CHAOS_SEED"] ?? 1);
  const { story, faults } = await chaos(seed, 20);
  expect(faults, `seed ${seed}\n${story.join("\n")}`).toEqual([]);
}, 400_000);
