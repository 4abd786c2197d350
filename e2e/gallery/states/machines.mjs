/** States that differ in their machines. */
import { base, machine, noon, running } from "./parts.mjs";

/** @typedef {import("../../../electron/contract/app/state.ts").AppState} AppState */
/** @typedef {import("../../../electron/contract/machine/machine.ts").MachineView} MachineView */

const legacy = machine(5, "legacy", {
  status: "failed",
  problem: { code: "kvm-denied", params: {} },
});

/**
 * One machine in each status.
 * @type {AppState}
 */
export const mixed = {
  ...base,
  machines: [
    machine(4, "build", { ...running, status: "starting", reachable: null }),
    legacy,
    machine(2, "postgres", { ...running, reachable: false }),
    machine(6, "sandbox", { ...running, status: "paused" }),
    machine(7, "scratch"),
    machine(1, "web", running),
  ],
};

/** @type {MachineView["problem"]} */
const guestState = {
  code: "kvm-guest-state",
  params: { detail: "KVM: entry failed, hardware error 0x80000021" },
  cause:
    "KVM: entry failed, hardware error 0x80000021\n\nEAX=00000010 EBX=00000000 ECX=00000000 EDX=00000000\nEIP=0000fff0 EFL=00000002 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0",
};

/**
 * A machine that hangs on a template and has a further disk and a CD.
 * @param {MachineView} plain
 * @returns {MachineView}
 */
function equipped(plain) {
  const { definition } = plain;
  const template = { id: "00000000-0000-4000-8000-000000000100", name: "debian-13" };
  const disk = /** @type {const} */ ({
    path: "/mnt/archive/part 2.img",
    format: "raw",
    bus: "ide",
  });
  const cdrom = "/home/dev/Downloads/debian-13.1.0-amd64-netinst.iso";
  return { ...plain, definition: { ...definition, template, disks: [disk], cdrom } };
}

/**
 * A machine with a VNC display.
 * @param {MachineView} plain
 * @returns {MachineView}
 */
function withDisplay(plain) {
  return { ...plain, definition: { ...plain.definition, vncDisplay: 7 } };
}

/**
 * Machines of which every third one runs.
 * @param {number} count
 */
function nodes(count) {
  return Array.from({ length: count }, (_, index) =>
    machine(
      index + 1,
      `node-${String(index + 1).padStart(2, "0")}`,
      index % 3 === 0 ? running : {},
    ),
  );
}

/**
 * Machines in each status, with disks, displays and problems.
 * @type {Readonly<Record<string, AppState>>}
 */
export const machineStates = {
  mixed,
  one: { ...base, machines: [machine(1, "web", running)] },
  suspended: {
    ...base,
    machines: [
      machine(1, "web", { status: "suspended" }),
      machine(2, "postgres", {
        status: "suspended",
        problem: {
          code: "suspend-disk-changed",
          params: { name: "postgres", path: "/home/dev/machines/postgres.qcow2" },
        },
      }),
      machine(3, "build", running),
    ],
  },
  setups: {
    ...base,
    machines: [
      machine(1, "web", { ...running, setup: { stage: "ready" } }),
      machine(2, "postgres", {
        ...running,
        setup: { stage: "setting-up", step: "final", since: Date.now() - 42_000 },
      }),
      machine(3, "build", { ...running, reachable: false, setup: { stage: "booting" } }),
      machine(4, "scratch", {
        ...running,
        setup: { stage: "failed", line: "E: Unable to locate package ngnix" },
        problem: {
          code: "setup-failed",
          params: { name: "scratch", line: "E: Unable to locate package ngnix" },
        },
      }),
    ],
  },
  vnc: {
    ...base,
    machines: [withDisplay(machine(1, "web", running))],
  },
  vncOpen: {
    ...base,
    machines: [
      withDisplay(
        machine(1, "web", {
          ...running,
          problem: { code: "vnc-open", params: { name: "web", display: 7 } },
        }),
      ),
    ],
  },
  disks: { ...mixed, machines: mixed.machines.map(equipped) },
  deleted: {
    ...mixed,
    // Its last second, whenever the picture is taken.
    deleteUndo: { machine: machine(8, "old").id, name: "old", until: noon },
  },
  guestState: {
    ...mixed,
    machines: [machine(5, "legacy", { status: "failed", problem: guestState })],
  },
  stopping: {
    ...mixed,
    machines: mixed.machines.map((one) => ({ ...one, status: "stopping", stopDeadline: noon })),
  },
  ailing: {
    ...base,
    machines: nodes(30).map((one) => ({
      ...one,
      status: "failed",
      problem: {
        code: "disk-missing",
        params: { path: `/mnt/archive/${one.name}.qcow2` },
      },
    })),
  },
  long: {
    ...mixed,
    uplink: {
      ...base.uplink,
      choice: { mode: "pinned", interface: "wlp0s20f3.4094x" },
      candidates: [
        ...base.uplink.candidates,
        {
          interface: "wlp0s20f3.4094x",
          kind: "vpn",
          addresses: ["192.168.178.201"],
          gateway: null,
          obstacle: "no-gateway",
        },
      ],
    },
    machines: [
      machine(200, "continuous-integration-runner-for-the-embedded-firmware-team-02", running),
      machine(201, `a${"-very".repeat(11)}-long-name`, { ...running, status: "paused" }),
      ...mixed.machines,
    ],
  },
  thirty: { ...base, machines: nodes(30) },
  many: { ...base, machines: nodes(250) },
  thousand: { ...base, machines: nodes(1000) },
};
