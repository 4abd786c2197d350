import { benchAppStart } from "./app-start.ts";
import { benchCables } from "./cables.ts";
import { benchClickToPicture } from "./click-to-picture.ts";
import { benchCommand } from "./command.ts";
import { benchComputerCable } from "./computer-cable.ts";
import { benchComputers, benchFarPopover } from "./computers.ts";
import { benchCreate } from "./create.ts";
import type { Figure } from "./figure.ts";
import { benchFilter } from "./filter.ts";
import { benchIdle } from "./idle.ts";
import { benchIdleLan } from "./idle-lan.ts";
import { benchMany } from "./many.ts";
import { benchMemory } from "./memory.ts";
import { benchNetd, benchReconciler } from "./netd.ts";
import { benchPopover } from "./popover.ts";
import { benchShare } from "./share.ts";
import { benchStart } from "./start.ts";
import { benchSwitch } from "./switch.ts";
import { benchTwenty } from "./twenty.ts";
import { benchWarm } from "./warm.ts";

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: benchStart,
  command: benchCommand,
  "app-start": benchAppStart,
  popover: benchPopover,
  "click-to-picture": benchClickToPicture,
  filter: benchFilter,
  memory: benchMemory,
  create: benchCreate,
  warm: benchWarm,
  many: benchMany,
  idle: benchIdle,
  netd: benchNetd,
  supervisor: benchReconciler,
  switch: benchSwitch,
  twenty: benchTwenty,
  share: benchShare,
  computers: benchComputers,
  "far-popover": benchFarPopover,
  "computer-cable": benchComputerCable,
  cables: benchCables,
  "idle-lan": benchIdleLan,
};

/**
 * Measures the benches of the given names, or all.
 * @returns 0; 1 if a limit is exceeded; 2 for an unknown name
 */
export async function main(names: readonly string[]): Promise<number> {
  const chosen = names.length === 0 ? Object.keys(benches) : names;
  let broken = 0;
  for (const name of chosen) {
    const bench = benches[name];
    if (bench === undefined) {
      console.error(`There is no bench ${name}, but: ${Object.keys(benches).join(", ")}`);
      return 2;
    }
    for (const { what, value, most, unit, beside } of await bench()) {
      const holds = most === null || value <= most;
      if (!holds) broken += 1;
      const limit = most === null ? "for comparison" : `at most ${most} ${unit}`.trim();
      const measured = `${value.toFixed(2)} ${unit}`.trim();
      console.log(
        `${most === null ? "·" : holds ? "✓" : "✗"} ${what}: ${measured} (${limit}${beside === undefined ? "" : `; ${beside}`})`,
      );
    }
  }
  console.log(broken === 0 ? "All limits hold." : `${broken} of the limits do not hold.`);
  return broken === 0 ? 0 : 1;
}
