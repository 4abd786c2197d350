import { parseArgs } from "node:util";
import { fuzzYaml } from "../fuzz-yaml/compare.ts";
import { fuzz } from "./fuzz.ts";

/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--only N]`: one minute with a new seed unless told;
 * `--only` repeats one image of a seed. The first quarter of the time is for YAML texts.
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
  const yaml = only === null ? fuzzYaml(seed, minutes * 15) : { taken: 0, faults: [] };
  for (const { text, what } of yaml.faults) console.log(`\n✗ ${JSON.stringify(text)}\n  ${what}`);
  if (only === null) {
    console.log(`${yaml.taken} YAML texts, ${yaml.faults.length} of which guests read otherwise`);
  }
  const { inputs, outcomes, faults } = await fuzz(seed, minutes * (only === null ? 45 : 60), only);
  const counted = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
  for (const [outcome, count] of counted) console.log(`${String(count).padStart(6)} ${outcome}`);
  for (const { index, what, kept, breaches } of faults) {
    console.log(
      `\n✗ ${what}\n${breaches.map((breach) => `  ${breach}`).join("\n")}\n  kept: ${kept}`,
    );
    console.log(`  Once more: npm run fuzz -- --seed ${seed} --only ${index}`);
  }
  console.log(`\n${inputs} inputs, ${faults.length} of which reached out`);
  return faults.length === 0 && yaml.faults.length === 0 && inputs > 0 ? 0 : 1;
}
