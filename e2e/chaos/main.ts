import { parseArgs } from "node:util";
import { chaos } from "./chaos.ts";

/**
 * `npm run chaos -- [--minutes N] [--seed S]`: one minute with a new seed unless told.
 * @returns 0; 1 if something was lost; 2 if the arguments are wrong
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: "string" }, seed: { type: "string" } },
  });
  const minutes = Number(values.minutes ?? 1);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    console.error("--minutes is a number above 0, --seed a whole number");
    return 2;
  }
  console.log(`${minutes} min with seed ${seed}`);
  const { acts, story, faults } = await chaos(seed, minutes * 60);
  if (faults.length === 0) {
    console.log(`${acts} acts; all machines run, once each; nothing was lost, nothing is left.`);
    return 0;
  }
  console.log([...story, "", ...faults.map((fault) => `✗ ${fault}`)].join("\n"));
  console.log(`Once more: npm run chaos -- --minutes ${minutes} --seed ${seed}`);
  return 1;
}
