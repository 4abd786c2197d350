/** Plain values for tests, so that each test states only the values that it is about. */

import { defaultSettings } from "../app/settings.ts";
import type { AppState } from "../app/state.ts";
import type { NetdRequest } from "../lan/netd.ts";
import { defaultLan } from "../lan/network.ts";
import type { MachineFile, MachineView } from "../machine/machine.ts";

/** Returns a machine's definition with plain values, except those given. */
export function sampleMachine(about: Partial<MachineFile> = {}): MachineFile {
  return {
    version: 3,
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

/** Returns a window's view of a stopped machine with plain values, except those given. */
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
    setup: null,
    problem: null,
    definition,
    ...about,
  };
}

/** The state of a fresh installation: no machines, and the LAN off. */
export const emptyState: AppState = {
  lan: {
    status: "off",
    settings: defaultLan,
    subnet: "192.168.100.0/24",
    problems: [],
    forwards: [],
  },
  uplink: {
    choice: { mode: "automatic" },
    active: null,
    candidates: [],
    vpn: null,
    automatic: null,
  },
  machines: [],
  broken: [],
  farMachines: [],
  templates: [],
  brokenTemplates: [],
  uplinkUndo: null,
  deleteUndo: null,
  jobs: [],
  notices: [],
  settings: defaultSettings,
  region: { numbers: null, times: null },
  asRoot: false,
  rootPrompt: null,
};

/**
 * Texts that must never be accepted as a name, an address or a number, because a shell, a program
 * or a path would interpret them.
 */
export const hostileTexts: readonly string[] = [
  "eth1;id",
  "$(id)",
  "`id`",
  'eth1"',
  "eth1\\",
  "eth1,eth2",
  "eth1\nid",
  "eth1\n",
  "-eth1",
  "--help",
  "eth1\0",
  "eth 1",
  "",
  ".",
  "..",
  "../eth1",
  "eth1 ",
  "ｅth1",
  "x".repeat(10_240),
];

/** One well-formed request to netd of each verb. */
export const sampleRequests = [
  { id: 1, verb: "status" },
  { id: 2, verb: "up", lan: defaultLan, uplink: { mode: "pinned", interface: "eth0" } },
  { id: 3, verb: "down" },
  { id: 4, verb: "set-uplink", uplink: { mode: "preferred", interfaces: ["eth0", "wlan0"] } },
  {
    id: 5,
    verb: "set-machine-uplink",
    address: "192.168.100.7",
    uplink: { mode: "pinned", interface: "eth0" },
  },
  {
    id: 6,
    verb: "reserve",
    machines: [{ mac: "52:54:00:00:00:01", address: "192.168.100.7", name: "web" }],
  },
  { id: 7, verb: "unreserve", macs: ["52:54:00:00:00:01"] },
  { id: 8, verb: "plug", mac: "52:54:00:00:00:01", others: false },
  { id: 9, verb: "unplug", mac: "52:54:00:00:00:01" },
  {
    id: 8,
    verb: "set-forwards",
    address: "192.168.100.7",
    forwards: [{ protocol: "tcp", hostPort: 8080, port: 80, reach: "host" }],
  },
  {
    id: 10,
    verb: "set-airlock",
    address: "192.168.100.7",
    airlock: { only: [{ to: "pypi.org" }, { to: "10.0.0.0/8" }] },
  },
  { id: 11, verb: "read-airlock", address: "192.168.100.7" },
] as const satisfies readonly NetdRequest[];

/**
 * Returns each sample request with each of its texts in turn replaced by each hostile one, as JSON.
 */
export function hostileRequests(): readonly string[] {
  return sampleRequests.flatMap((request) => {
    let texts = 0;
    JSON.stringify(request, (_key, value) => {
      if (typeof value === "string") texts += 1;
      return value;
    });
    return hostileTexts.flatMap((hostile) =>
      Array.from({ length: texts }, (_, place) => {
        let seen = 0;
        return JSON.stringify(request, (_key, value) =>
          typeof value === "string" && seen++ === place ? hostile : value,
        );
      }),
    );
  });
}
