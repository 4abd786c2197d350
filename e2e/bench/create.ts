import { open } from "node:fs/promises";
import { join } from "node:path";
import { createVdeSwitch } from "../../electron/adapters/switch/vde-switch.ts";
import { createTemplatesService } from "../../electron/services/template/service.ts";
import { sh } from "../rig/lan/test-net.ts";
import { makeMachines, type TestMachines } from "../rig/machines.ts";
import { type Figure, median, timed } from "./figure.ts";

const rounds = 15;
const gibibyte = 2 ** 30;
/** The bytes of each image that are really written; the rest are holes. */
const content = Buffer.alloc(64 * 2 ** 20, "what a system would be");

/** Measures linked clones, seeds included, of a small and of a large template in turn. */
export async function benchCreate(): Promise<readonly Figure[]> {
  const test = makeMachines();
  try {
    const templates = createTemplatesService({
      ...test.parts,
      warmChoice: async () => "by-hand",
      templatesFolder: async () => "",
      catalogue: [],
      loginName: "user",
      home: test.folder,
    });
    const add = async (name: string, bytes: number): Promise<string> => {
      const path = join(test.folder, `${name}.raw`);
      const file = await open(path, "w");
      await file.truncate(bytes);
      await file.write(content, 0, content.length, 0);
      // The boot signature of a disk.
      await file.write(Buffer.from([0x55, 0xaa]), 0, 2, 510);
      await file.close();
      const added = await templates.add({ name, from: { kind: "file", path } });
      if (!added.ok) throw new Error(JSON.stringify(added.error));
      return added.value.id;
    };
    const [small, large] = [await add("small", gibibyte), await add("large", 40 * gibibyte)];
    const clone = (template: string, name: string) =>
      timed(async () => {
        const made = await templates.createMachine({ name, template, cpus: 1, sshKeys: [] });
        if (!made.ok) throw new Error(JSON.stringify(made.error));
      });
    const ofSmall: number[] = [];
    const ofLarge: number[] = [];
    // The first clone of each also loads programs from the disk, and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      ofSmall.push(await clone(small, `small-${round}`));
      ofLarge.push(await clone(large, `large-${round}`));
    }
    const onLan = await withLan(test, async () => {
      const all: number[] = [];
      for (let round = 0; round <= rounds; round += 1) all.push(await clone(large, `lan-${round}`));
      return all;
    });
    const [a, b] = [median(ofSmall.slice(1)), median(ofLarge.slice(1))];
    return [
      {
        what: "linked clone of a template of 40 GiB, seed included",
        value: b,
        most: 300,
        unit: "ms",
        beside: `median of ${rounds}`,
      },
      {
        what: "the same with the LAN on, where the address is asked for first",
        value: median(onLan.slice(1)),
        most: 300,
        unit: "ms",
        beside: `median of ${rounds}`,
      },
      {
        what: "that of 40 GiB against one of 1 GiB",
        value: Math.max(a, b) / Math.min(a, b),
        most: 1.2,
        unit: "times",
        beside: `${b.toFixed(0)} ms against ${a.toFixed(0)} ms`,
      },
    ];
  } finally {
    await test.close();
  }
}

/** Runs `work` while there is a LAN without machines, whose host side is made by hand. */
export async function withLan<T>(test: TestMachines, work: () => Promise<T>): Promise<T> {
  const vdeSwitch = createVdeSwitch(test.paths.switchFolder, process.getuid?.() ?? 0);
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  try {
    await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
    await sh("ip", "link", "set", "vtap0", "up");
    const started = await vdeSwitch.start("vtap0");
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    test.setSwitch(async () => vdeSwitch.socketFolder);
    return await work();
  } finally {
    test.setSwitch(async () => null);
    await vdeSwitch.stop();
    await sh("ip", "link", "del", "vtap0");
  }
}
