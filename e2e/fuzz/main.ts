import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";

/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--only N]`: one minute with a new seed unless told;
 * `--only` repeats one input of a seed.
 * @returns 0; 1 after a forbidden access; 2 if the arguments are wrong
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string" },
      seed: { type: "string" },
      only: { type: "string" },
    },
  });
  const minutes = Number(values.minutes ?? 1);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  const only = values.only === undefined ? null : Number(values.only);
  if (!(minutes > 0) || ![seed, only ?? 0].every(Number.isSafeInteger)) {
    console.error("--minutes is a number above 0, --seed and --only are whole numbers");
    return 2;
  }
  console.log(only === null ? `${minutes} min with seed ${seed}` : `input ${only} of seed ${seed}`);
  const { inputs, outcomes, faults } = await fuzz(seed, minutes * 60, only);
  const counted = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
  for (const [outcome, count] of counted) console.log(`${String(count).padStart(6)} ${outcome}`);
  for (const { index, what, kept, breaches } of faults) {
    console.log(
      `\n✗ ${what}\n${breaches.map((breach) => `  ${breach}`).join("\n")}\n  kept: ${kept}`,
    );
    console.log(`  Once more: npm run fuzz -- --seed ${seed} --only ${index}`);
  }
  console.log(`\n${inputs} inputs, ${faults.length} of which reached out`);
  return faults.length === 0 && inputs > 0 ? 0 : 1;
}
