import { join } from "node:path";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import type { Bridge } from "../../electron/contract/channels/table.ts";
import { measureIdleLoop, measureMainLoop } from "../rig/app/event-loop.ts";
import { startRealApp } from "../rig/app/real-app.ts";
import { makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { until } from "../rig/until.ts";
import type { Figure } from "./figure.ts";

const count = 20;
/** The limit, in seconds, for twenty emulated guests to boot on two cores. */
const patience = 400;

/**
 * Starts twenty machines with real guests at once in the app, and measures how late its main process
 * answers, from the first start until all guests answer.
 */
export async function benchTwenty(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  const desktop = await startDesktop({});
  const ids: string[] = [];
  try {
    await instance.json("lan", "up");
    for (let number = 1; number <= count; number += 1) {
      const name = `bench${number}`;
      const disk = join(instance.folder, `${name}.qcow2`);
      await buildGuestDisk({ path: disk, name, address: `192.168.100.${number}` });
      await instance.json("add", name, "--disk", disk, "--memory", "96", "--accel", "tcg");
    }
    for (const { id } of await instance.json<readonly MachineJson[]>("list")) ids.push(id);
    const app = await startRealApp({ ...instance.env, ...desktop.env });
    try {
      const popover = await app.popover();
      const [endMain, endIdle] = await Promise.all([measureMainLoop(app), measureIdleLoop()]);
      await popover.evaluate(async (all) => {
        const { virtray } = window as unknown as { virtray: Bridge };
        await Promise.all(all.map((id) => virtray.call("machine.start", { id })));
      }, ids);
      await until(
        "all to answer",
        async () => {
          const listed = await instance.json<readonly MachineJson[]>("list");
          return listed.every(({ reachable }) => reachable === true);
        },
        patience,
      );
      const [main, idle] = await Promise.all([endMain(), endIdle()]);
      return [
        {
          what: `event-loop delay in main, p99, while ${count} machines start`,
          value: main.p99,
          most: 50,
          unit: "ms",
          beside: `longest ${main.most.toFixed(0)} ms; a Node that does nothing beside it: p99 ${idle.p99.toFixed(0)} ms, longest ${idle.most.toFixed(0)} ms`,
        },
      ];
    } finally {
      await app.close();
    }
  } finally {
    await instance.close();
    await desktop.close();
  }
}
