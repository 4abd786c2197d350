import { setTimeout as sleep } from "node:timers/promises";
import { makeInstance } from "../rig/command.ts";
import { makeUplink } from "../rig/lan/test-net.ts";
import { changeCables } from "./cables.ts";
import type { Figure } from "./figure.ts";
import { pidsWith, ticks, ticksOf } from "./idle.ts";
import { startMachines } from "./start-machines.ts";

const count = 20;
const seconds = 60;
/** Seconds until the work after a change of cables has settled. */
const settling = 10;

/** All of ours that carries or keeps the LAN, apart from the machines themselves. */
const programs = ["netd.js", "supervisor.js", "vde_switch"];

/** Measures the LAN's own processes beside twenty idle machines, with both kinds of cable. */
export async function benchIdleLan(): Promise<readonly Figure[]> {
  const uplink = await makeUplink("eth0", 1);
  await uplink.addDefaultRoute(100);
  const instance = makeInstance();
  const addresses = Array.from({ length: count }, (_, index) => `192.168.100.${index + 1}`);
  try {
    await startMachines(instance, count);
    const figures: Figure[] = [];
    for (const cables of ["vde", "fast"] as const) {
      await changeCables(instance, cables, addresses);
      await sleep(settling * 1000);
      const before = programs.map((program) => ticksOf(pidsWith(program)));
      await sleep(seconds * 1000);
      const used = programs.map((program, index) => {
        const share = ticksOf(pidsWith(program)) - (before[index] ?? 0);
        return (share / ticks / seconds) * 100;
      });
      const each = used.map((share, index) => `${programs[index]} ${share.toFixed(2)}`).join(", ");
      figures.push({
        what: `the LAN’s own processes beside ${count} idle machines, cables ${cables}`,
        value: used.reduce((all, share) => all + share, 0),
        most: 1,
        unit: "% of a core",
        beside: `${seconds} s; ${each}`,
      });
    }
    return figures;
  } finally {
    await instance.close();
    await uplink.close();
  }
}
