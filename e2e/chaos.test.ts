import { expect, it } from "vitest";
import { chaos } from "./chaos/chaos.ts";

it("kills, held processes, torn files, lost uplinks and a full disk lose nothing", async () => {
  // Another one each day: a fault that it finds can be had again by its seed.
  const seed = Number(process.env["CHAOS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
  const { story, faults } = await chaos(seed, 20);
  expect(faults, `seed ${seed}\n${story.join("\n")}`).toEqual([]);
}, 400_000);
