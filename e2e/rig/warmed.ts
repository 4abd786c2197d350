import { join } from "node:path";
import { createVdeSwitch } from "../../electron/adapters/switch/vde-switch.ts";
import type { Result } from "../../electron/contract/errors/app-error.ts";
import type { MachineFile } from "../../electron/contract/machine/machine.ts";
import type { CreateFromTemplate } from "../../electron/contract/template/template.ts";
import type { HowCreated } from "../../electron/contract/template/warm.ts";
import type { MachinesService } from "../../electron/services/base/interfaces.ts";
import type { TemplatesService } from "../../electron/services/base/template-interfaces.ts";
import { createTemplatesService } from "../../electron/services/template/service.ts";
import { buildGuestDisk } from "./guest/disk.mjs";
import { guestRun } from "./guest/run.mjs";
import { sh } from "./lan/test-net.ts";
import { makeMachines, type TestMachines } from "./machines.ts";
import { until } from "./until.ts";

/** Returns the value of something that went well; throws otherwise. */
export function wellDone<T>(done: Result<T>): T {
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

/** A LAN and a template of the tiny guest, which is warmed for 128 MiB and one processor. */
export interface WarmedRig {
  readonly test: TestMachines;
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
  /** Returns a service on templates in another folder. */
  readonly templatesIn: (folder: string) => TemplatesService;
  readonly socketFolder: string;
  /** The template's id. */
  readonly template: string;
  /** The folder of its warmed state. */
  readonly folder: string;
  /** Creates a machine of the template, and returns how it came to be. */
  create(
    name: string,
    more?: Partial<CreateFromTemplate>,
  ): Promise<{ readonly machine: MachineFile; readonly how: HowCreated | null }>;
  /** Runs a command in a machine's guest. */
  inside(machine: MachineFile, command: string): Promise<string>;
  /** Waits until a guest takes commands. */
  answers(machine: MachineFile): Promise<unknown>;
  close(): Promise<void>;
}

/** Builds it; takes some twenty seconds. */
export async function makeWarmed(): Promise<WarmedRig> {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  const test = makeMachines();
  const vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  wellDone(await vdeSwitch.start("vtap0"));
  const { socketFolder } = vdeSwitch;
  const parts = { ...test.parts, switchSocket: async () => socketFolder };
  const machines = test.another(parts);
  const templatesIn = (folder: string) =>
    createTemplatesService({
      ...parts,
      ...{ templatesFolder: async () => "", warmChoice: async () => "by-hand", catalogue: [] },
      ...{ loginName: "root", home: test.folder, paths: { ...test.paths, templates: folder } },
    });
  const templates = templatesIn(test.paths.templates);
  const path = join(test.folder, "pattern.qcow2");
  await buildGuestDisk({ path, name: "pattern", address: "192.168.100.99", wake: true });
  const added = wellDone(await templates.add({ name: "tiny", from: { kind: "file", path } }));
  const template = added.id;
  const size = { memoryMiB: 128, cpus: 1 };
  wellDone(await templates.warm({ id: template, ...size }));
  const inside = ({ network }: MachineFile, command: string) => guestRun(network.address, command);
  return {
    ...{ test, machines, templates, templatesIn, socketFolder, template, inside },
    folder: join(test.paths.templates, template, "warm-128x1"),
    async create(name, more = {}) {
      let how: HowCreated | null = null;
      const onCreated = (told: HowCreated) => {
        how = told;
      };
      const request = { name, template, ...size, sshKeys: [], ...more };
      const machine = wellDone(await templates.createMachine(request, { onCreated }));
      return { machine, how };
    },
    answers: (machine) =>
      until(`${machine.name}’s answer`, () =>
        inside(machine, "true").then(
          () => true,
          () => null,
        ),
      ),
    async close() {
      // First: closing removes the files by which the switch is found.
      await vdeSwitch.stop();
      await test.close();
      await sh("ip", "link", "del", "vtap0");
    },
  };
}
