import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import type { Bridge } from "../electron/contract/channels/table.ts";
import { createFoundation } from "../electron/services/compose/foundation.ts";
import { createMachines } from "../electron/services/compose/machines.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { sh } from "./rig/lan/test-net.ts";
import { addSmallMachine, emptyDisk } from "./rig/small-machine.ts";
import { until } from "./rig/until.ts";

/**
 * Twenty machines that are started at once; their guests are firmware only, which needs little
 * memory.
 */
const count = 20;
let instance: Instance;
let desktop: Desktop;
let app: RealApp;

beforeAll(async () => {
  instance = makeInstance();
  const machines = createMachines(createFoundation(instance.env));
  for (let number = 1; number <= count; number += 1) {
    const name = `m${number}`;
    await addSmallMachine(machines, { name, disk: await emptyDisk(instance.folder, name) });
  }
  // One of them cannot start, and must report why.
  await sh("rm", join(instance.folder, "m7.qcow2"));
  desktop = await startDesktop({});
  app = await startRealApp({ ...instance.env, ...desktop.env });
});

afterAll(() => closeAll(app, instance, desktop));

it("run at once or report why, each once, and the app shows it", async () => {
  const listed = await instance.json<readonly MachineJson[]>("list");
  const popover = await app.popover();
  await popover.evaluate(
    async (ids) => {
      const { virtray } = window as unknown as { virtray: Bridge };
      await Promise.all(ids.map((id) => virtray.call("machine.start", { id })));
    },
    listed.map(({ id }) => id),
  );
  const after = await instance.json<readonly MachineJson[]>("list");
  const told = after.map(({ name, status, problemCode }) => [name, status, problemCode ?? ""]);
  expect(told.filter(([name]) => name !== "m7").map(([, status]) => status)).toEqual(
    Array(count - 1).fill("running"),
  );
  expect(told.find(([name]) => name === "m7")).toEqual(["m7", "failed", "disk-missing"]);
  expect(new Set(after.flatMap(({ pid }) => pid ?? [])).size).toBe(count - 1);
  await popover.getByText(`${count - 1} running of ${count}`).waitFor();
  await until("the reason in its row", () =>
    popover.getByTestId("machine-row-m7").getByText("why?").isVisible(),
  );
});
