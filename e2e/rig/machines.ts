import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type Paths, pathsFrom } from "../../electron/adapters/files/paths.ts";
import { machineRuntime } from "../../electron/adapters/qemu/runtime.ts";
import { ok } from "../../electron/contract/errors/app-error.ts";
import { defaultLan } from "../../electron/contract/lan/network.ts";
import type {
  AddMachineInput,
  MachineFile,
  MachineView,
} from "../../electron/contract/machine/machine.ts";
import { readAddMachine } from "../../electron/core/machine/read-add-machine.ts";
import type { MachinesService } from "../../electron/services/base/interfaces.ts";
import { createMachinesService } from "../../electron/services/machine/service.ts";
import type { MachinesParts } from "../../electron/services/registry/parts.ts";

/** The real service of machines in folders of its own, with emulated guests that are firmware only. */
export interface TestMachines {
  readonly folder: string;
  readonly paths: Paths;
  readonly parts: MachinesParts;
  readonly machines: MachinesService;
  /**
   * Sets the folder of the switch for cables from now on; the service asks anew each time, as in
   * the whole program.
   */
  setSwitch(socket: () => Promise<string | null>): void;
  /** A second service on the same folders, as in another program. */
  another(change?: Partial<MachinesParts>): MachinesService;
  /** Makes an empty disk. */
  disk(name: string, format?: "qcow2" | "raw"): Promise<string>;
  /** Adds a small machine with a disk of its own; throws if that fails. */
  add(name: string, request?: Partial<AddMachineInput>): Promise<MachineFile>;
  /** Returns a machine's present state; throws for an unknown id. */
  view(id: string): Promise<MachineView>;
  /** Ends everything that runs, and removes all files. */
  close(): Promise<void>;
}

const host = { memoryMiB: 4096, cpus: availableParallelism() };

/** Makes it; does not need root, but the sandbox's /tmp. */
export function makeMachines(): TestMachines {
  const folder = mkdtempSync("/tmp/vm-");
  const runtime = join(folder, "run");
  mkdirSync(runtime, { mode: 0o700 });
  const uid = process.getuid?.() ?? 0;
  const paths = pathsFrom(
    { HOME: folder, XDG_DATA_HOME: join(folder, "data"), XDG_RUNTIME_DIR: runtime },
    uid,
  );
  let switchSocket: () => Promise<string | null> = async () => null;
  const parts: MachinesParts = {
    paths,
    uid,
    host,
    mostRunning: 254,
    refusedForwards: async () => [],
    airlockLog: async () => ok(null),
    tellLan: async () => ok(undefined),
    holdAirlock: async () => ok(undefined),
    lend: async () => ok(undefined),
    keep() {},
    lanSettings: async () => defaultLan,
    leases: async () => [],
    switchSocket: () => switchSocket(),
    hasWayOut: async () => true,
    makeTap: async () => null,
    removeTap: async () => false,
  };
  const machines = createMachinesService(parts);
  const disk: TestMachines["disk"] = async (name, format = "qcow2") => {
    const path = join(folder, name);
    await execa("qemu-img", ["create", "-q", "-f", format, path, "16M"]);
    return path;
  };
  return {
    folder,
    paths,
    parts,
    machines,
    setSwitch(socket) {
      switchSocket = socket;
    },
    another: (change = {}) => createMachinesService({ ...parts, ...change }),
    disk,
    async add(name, request = {}) {
      const read = readAddMachine(
        {
          name,
          disk: request.disk ?? (await disk(`${name}.qcow2`)),
          memoryMiB: 32,
          acceleration: "tcg",
          ...request,
        },
        host,
      );
      const added = read.ok ? await machines.add(read.value) : read;
      if (!added.ok) throw new Error(JSON.stringify(added.error));
      return added.value;
    },
    async view(id) {
      const { machines: views } = await machines.list();
      const view = views.find((each) => each.id === id);
      if (view === undefined) throw new Error(`no machine ${id}`);
      return view;
    },
    async close() {
      const { machines: views } = await machines.list();
      await Promise.all(views.filter(({ pid }) => pid !== null).map(({ id }) => machines.kill(id)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the QEMU processes of a machine, found by their arguments alone. */
export function qemuProcesses(id: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return args[args.indexOf("-uuid") + 1] === id;
      } catch {
        return false;
      }
    });
}

/** Starts a QEMU outside Virtray, paused, with a disk open for writing. */
export async function foreignQemu(disk: string): Promise<ChildProcess> {
  const image = {
    driver: "qcow2",
    "node-name": "disk0",
    file: { driver: "file", filename: disk },
  };
  const child = spawn(
    "qemu-system-x86_64",
    [
      ...["-S", "-nodefaults", "-display", "none", "-accel", "tcg", "-m", "32"],
      ...["-blockdev", JSON.stringify(image), "-device", "virtio-blk-pci,drive=disk0"],
      ...["-qmp", "stdio"],
    ],
    { stdio: ["pipe", "pipe", "ignore"] },
  );
  // The greeting comes once all devices are there.
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

/** Returns the files of a running machine. */
export function runtimeOf(test: TestMachines, id: string) {
  return machineRuntime(test.paths, id);
}
