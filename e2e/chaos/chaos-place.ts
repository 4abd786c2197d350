import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { makeUplink, networkState, sh, type TestUplink } from "../rig/lan/test-net.ts";
import { type ChaosApp, makeChaosApp } from "./chaos-app.ts";
import { processesOf, signal } from "./processes.ts";

/** An uplink that can be taken down and brought back. */
export interface ChaosUplink {
  readonly link: TestUplink;
  readonly metric: number;
}

/** A machine's state before the first act. */
export interface ChaosMachine {
  readonly name: string;
  readonly id: string;
  readonly address: string;
  readonly definition: MachineDetailJson["definition"];
}

/** Five running machines, the app, two uplinks, and a small disk that holds all files. */
export interface ChaosPlace {
  readonly instance: Instance;
  readonly machines: readonly [ChaosMachine, ...ChaosMachine[]];
  readonly app: ChaosApp;
  readonly uplinks: readonly [ChaosUplink, ...ChaosUplink[]];
  /** The folder of machines and disks: a file system of its own, so that it can be filled. */
  readonly data: string;
  /** The network's state before anything was switched on. */
  readonly before: string;
  close(): Promise<void>;
}

const names = ["ant", "bee", "cat", "dog", "eel"] as const;

/** Creates it inside the sandbox, and waits until all guests answer. */
export async function makeChaosPlace(): Promise<ChaosPlace> {
  const uplinks = [
    { link: await makeUplink("eth0", 1), metric: 100 },
    { link: await makeUplink("wlan0", 2), metric: 600 },
  ] as const;
  for (const { link, metric } of uplinks) await link.addDefaultRoute(metric);
  const before = await networkState();
  const instance = makeInstance();
  const data = join(instance.folder, "data");
  mkdirSync(data);
  await sh("mount", "-t", "tmpfs", "-o", "size=2g,mode=700", "tmpfs", data);
  const app = await makeChaosApp(instance);
  const close = async () => {
    await app.close();
    for (const { pid, kind } of processesOf(instance.folder)) {
      if (kind === "qemu") signal(pid, "SIGKILL");
    }
    await instance.virtray("lan", "down");
    await sh("umount", "--lazy", data);
    await instance.close();
    for (const { link } of uplinks) await link.close();
  };
  try {
    const machines = await startAll(instance, data);
    app.start();
    return { instance, machines, app, uplinks, data, before, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAll(instance: Instance, data: string): Promise<ChaosPlace["machines"]> {
  await instance.json("lan", "up");
  const add = async (name: string, index: number): Promise<ChaosMachine> => {
    const disk = join(data, `${name}.qcow2`);
    await buildGuestDisk({ path: disk, name, address: `192.168.100.${index + 1}` });
    await instance.json("add", name, "--disk", disk, "--memory", "128", "--accel", "tcg");
    const { id, definition } = await instance.json<MachineDetailJson>("show", name);
    return { name, id, definition, address: definition.network.address };
  };
  const [first, ...rest] = names;
  const machines: [ChaosMachine, ...ChaosMachine[]] = [await add(first, 0)];
  for (const [index, name] of rest.entries()) machines.push(await add(name, index + 1));
  await instance.json("start", ...names);
  for (const name of names) await instance.machine(name, ({ reachable }) => reachable === true);
  return machines;
}
