/** Plain values for tests, of which each states only what it is about. */
import type { MachineFile, MachineView } from "./machine.ts";
import { defaultLan } from "./network.ts";
import { defaultSettings } from "./settings.ts";
import type { AppState } from "./state.ts";

/** A machine's definition, with what the test is about in place of the plain value. */
export function sampleMachine(about: Partial<MachineFile> = {}): MachineFile {
  return {
    version: 2,
    id: "00000000-0000-4000-8000-000000000001",
    name: "web",
    createdAt: "2026-11-23T12:00:00.000Z",
    memoryMiB: 1024,
    cpus: 1,
    acceleration: "auto",
    disk: { path: "/disks/web.qcow2", format: "qcow2", bus: "virtio" },
    network: { address: "192.168.100.1", mac: "52:54:00:00:00:01", nic: "virtio" },
    vncDisplay: null,
    ...about,
  };
}

/** What a window sees of a machine: a stopped one, but for what the test is about. */
export function sampleView(
  about: Partial<MachineView> = {},
  definition: MachineFile = sampleMachine(),
): MachineView {
  return {
    id: definition.id,
    name: definition.name,
    status: "stopped",
    address: definition.network.address,
    mac: definition.network.mac,
    reachable: null,
    pid: null,
    startedAt: null,
    accelerator: null,
    stopDeadline: null,
    problem: null,
    definition,
    ...about,
  };
}

/** The state of a fresh installation: nothing there, nothing on. */
export const emptyState: AppState = {
  lan: { status: "off", settings: defaultLan, subnet: "192.168.100.0/24", problem: null },
  uplink: { choice: { mode: "automatic" }, active: null, candidates: [] },
  machines: [],
  broken: [],
  templates: [],
  brokenTemplates: [],
  uplinkUndo: null,
  deleteUndo: null,
  jobs: [],
  notices: [],
  settings: defaultSettings,
  asRoot: false,
  rootPrompt: null,
};
