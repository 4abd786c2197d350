import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFoundation } from "../../electron/services/compose/foundation.ts";
import { createMachines, machinesParts } from "../../electron/services/compose/machines.ts";
import { createTemplatesService } from "../../electron/services/template/service.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { benchList } from "./command.ts";
import { type Figure, median, timed } from "./figure.ts";
import { openPopover } from "./popover.ts";

const few = 5;
const many = 250;
const rounds = 15;
const openings = 25;

/** Measures with as many machines as the LAN has addresses. */
export async function benchMany(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  try {
    const addMore = await machineMaker(instance);
    await addMore(few);
    const listOfFew = await benchList(instance, `${few} machines`);
    const withFew = median((await openPopover(instance, openings)).map(({ shown }) => shown));
    await addMore(many);
    const withMany = median((await openPopover(instance, openings)).map(({ shown }) => shown));
    const proposals: number[] = [];
    const machines = createMachines(createFoundation(instance.env));
    for (let round = 0; round < rounds; round += 1) {
      proposals.push(await timed(() => machines.propose()));
    }
    const beside = `median of ${rounds}`;
    return [
      listOfFew,
      await benchList(instance, `${many} machines`),
      {
        what: `an address proposed beside ${many} machines`,
        value: median(proposals),
        most: 100,
        unit: "ms",
        beside,
      },
      {
        what: `popover with ${many} machines against one with ${few}`,
        value: withMany / withFew,
        most: 1.2,
        unit: "times",
        beside: `${withMany.toFixed(0)} ms against ${withFew.toFixed(0)} ms, medians of ${openings}`,
      },
    ];
  } finally {
    await instance.close();
  }
}

/** Returns a function that adds machines to an instance up to a number. */
async function machineMaker({ env, folder }: Instance): Promise<(count: number) => Promise<void>> {
  const templates = createTemplatesService({
    ...machinesParts(createFoundation(env)),
    warmChoice: async () => "by-hand",
    templatesFolder: async () => "",
    catalogue: [],
    loginName: "user",
    home: folder,
  });
  const image = Buffer.alloc(2 ** 20);
  image.set([0x55, 0xaa], 510);
  const path = join(folder, "image.raw");
  writeFileSync(path, image);
  const template = await templates.add({ name: "bench", from: { kind: "file", path } });
  if (!template.ok) throw new Error(JSON.stringify(template.error));
  let made = 0;
  return async (count) => {
    for (; made < count; made += 1) {
      const name = `bench-${made}`;
      const clone = { name, template: template.value.id, cpus: 1, sshKeys: [], memoryMiB: 64 };
      const added = await templates.createMachine(clone);
      if (!added.ok) throw new Error(JSON.stringify(added.error));
    }
  };
}
