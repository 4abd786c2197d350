/** The states that the gallery shows. */
import { base, forwardBlocked, job, machine, noon, running, template } from "./state-parts.mjs";

/** @typedef {import("../../electron/contract/app/state.ts").AppState} AppState */
/** @typedef {import("../../electron/contract/app/state.ts").Job} Job */
/** @typedef {import("../../electron/contract/template/template.ts").TemplateView} TemplateView */
/** @typedef {import("../../electron/contract/machine/machine.ts").MachineView} MachineView */
/** @typedef {import("../../electron/contract/errors/app-error.ts").AppError} AppError */

const legacy = machine(5, "legacy", {
  status: "failed",
  problem: { code: "kvm-denied", params: {} },
});

/** @type {AppState} */
const mixed = {
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

const templates = [
  template(100, "debian-13", ["build", "postgres", "scratch"]),
  template(101, "lamp", ["web"], {}, { source: { kind: "machine", name: "scratch" }, user: "ada" }),
  template(
    102,
    "old-server-of-the-accounting-department-before-the-move-in-2019",
    [],
    {
      problem: {
        code: "template-changed",
        params: {
          path: "/home/dev/.local/share/virtray/templates/102/base.qcow2",
          machines: "legacy",
        },
      },
    },
    {
      user: null,
      source: { kind: "download", url: "https://example.org/old.vmdk.xz", unverified: true },
    },
  ),
];

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
 * A machine that ports of this computer lead to.
 * @param {MachineView} plain
 * @returns {MachineView}
 */
function forwarded(plain) {
  const { definition } = plain;
  /** @type {MachineView["definition"]["network"]["forwards"]} */
  const forwards = [
    { protocol: "tcp", hostPort: 8080, port: 80, reach: "host" },
    { protocol: "tcp", hostPort: 8443, port: 443, reach: "uplink" },
    { protocol: "udp", hostPort: 5353, port: 53, reach: "host" },
  ];
  return { ...plain, definition: { ...definition, network: { ...definition.network, forwards } } };
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
 * What the LAN keeps of their forwards.
 * @param {readonly MachineView[]} machines
 */
const keptOf = (machines) =>
  machines.flatMap(({ address, definition }) =>
    (definition.network.forwards ?? []).map((each) => ({ address, ...each, problem: null })),
  );

const forwarding = mixed.machines.map(forwarded);

/** @type {Readonly<Record<string, AppState>>} */
export const states = {
  mixed,
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
  forwards: {
    ...mixed,
    lan: { ...base.lan, forwards: keptOf(forwarding) },
    machines: forwarding,
  },
  forwardsRefused: {
    ...mixed,
    lan: {
      ...base.lan,
      forwards: keptOf(forwarding).flatMap((each) => {
        const { protocol, hostPort: port } = each;
        if (protocol === "udp") return [];
        /** @type {AppError} */
        const problem = { code: "forward-port-taken", params: { protocol, port, by: "?" } };
        return [port === 8443 ? { ...each, problem } : each];
      }),
    },
    machines: forwarding,
  },
  forwardsOff: {
    ...mixed,
    lan: { ...base.lan, status: "off" },
    uplink: { ...base.uplink, active: null },
    machines: forwarding,
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
  templates: { ...mixed, templates },
  empty: { ...base, uplink: { ...base.uplink, active: null }, lan: { ...base.lan, status: "off" } },
  busy: {
    ...mixed,
    templates,
    lan: { ...base.lan, status: "starting" },
    uplink: { ...base.uplink, choice: { mode: "pinned", interface: "wlan0" }, active: null },
    jobs: [
      job("1", { kind: "lan-up", cancellable: false }),
      job("2", {
        subject: "debian-13",
        step: "download",
        progress: 0.37,
        doneBytes: 152_000_000,
        totalBytes: 411_000_000,
        bytesPerSecond: 8_400_000,
        secondsLeft: 31,
      }),
      job("3", { kind: "flatten", subject: "postgres", step: "convert", progress: 0.08 }),
      job("4", {
        subject: "fedora",
        problem: {
          code: "download-offline",
          params: { host: "download.fedoraproject.org", detail: "ENOTFOUND" },
        },
      }),
    ],
    machines: mixed.machines.map((one, index) =>
      index % 2 === 0 ? { ...one, status: "stopping", stopDeadline: Date.now() + 42_000 } : one,
    ),
  },
  errors: {
    ...mixed,
    lan: {
      ...base.lan,
      problem: { code: "uplink-down", params: { interface: "enx001122aabbcc" } },
    },
    uplink: {
      ...base.uplink,
      choice: { mode: "pinned", interface: "enx001122aabbcc" },
      active: null,
    },
    broken: [
      {
        id: "old-one",
        path: "/home/dev/.local/share/virtray/machines/old-one",
        problem: {
          code: "machine-file-corrupt",
          params: {
            path: "/home/dev/.local/share/virtray/machines/old-one/machine.json",
            detail: "Unexpected token } in JSON at position 211",
          },
        },
        backup: { name: "archive", savedAt: Date.parse("2026-11-20T09:30:00.000Z") },
      },
    ],
    notices: [
      {
        id: "1",
        at: noon,
        level: "error",
        about: {
          code: "root-no-agent",
          params: { command: "pkexec /opt/virtray/netd eyJ1aWQiOjEwMDB9" },
          cause:
            "exit 127\nError executing command as another user: No authentication agent found.",
        },
        machine: null,
      },
      {
        id: "2",
        at: noon,
        level: "error",
        about: {
          code: "machine-stop-timeout",
          params: { name: "web", seconds: 60 },
        },
        machine: machine(1, "web").id,
      },
    ],
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
  one: { ...base, machines: [machine(1, "web", running)] },
  moving: {
    ...mixed,
    templates,
    settings: { ...base.settings, templatesFolder: "/mnt/archive/virtual machines/templates" },
    jobs: [
      job("1", {
        kind: "templates-move",
        step: "copy",
        progress: 0.42,
        doneBytes: 1_800_000_000,
        totalBytes: 4_300_000_000,
        bytesPerSecond: 61_000_000,
        secondsLeft: 41,
      }),
    ],
  },
  oneTemplate: { ...base, templates: [template(100, "debian-13", [])] },
  thirtyTemplates: {
    ...base,
    templates: Array.from({ length: 30 }, (_, index) =>
      template(100 + index, `image-${String(index + 1).padStart(2, "0")}`, []),
    ),
  },
  off: {
    ...base,
    lan: { ...base.lan, status: "off" },
    machines: [machine(7, "scratch"), machine(1, "web", { ...running, reachable: null })],
  },
  offline: {
    ...mixed,
    lan: { ...base.lan, problem: { code: "uplink-none-found", params: {} } },
    uplink: {
      ...base.uplink,
      active: null,
      candidates: base.uplink.candidates.slice(0, 2).map((candidate) => ({
        ...candidate,
        addresses: [],
        gateway: null,
        obstacle: candidate.kind === "wifi" ? "down" : "no-carrier",
      })),
    },
  },
  switched: {
    ...mixed,
    uplink: {
      ...base.uplink,
      choice: { mode: "pinned", interface: "usb0" },
      active: "usb0",
    },
    // Its last second, whenever the picture is taken.
    uplinkUndo: { machine: null, choice: { mode: "automatic" }, until: noon },
  },
  stopping: {
    ...mixed,
    machines: mixed.machines.map((one) => ({ ...one, status: "stopping", stopDeadline: noon })),
  },
  blocked: {
    ...mixed,
    lan: {
      ...base.lan,
      problem: forwardBlocked,
    },
  },
  ailing: {
    ...base,
    machines: nodes(30).map((one) => ({
      ...one,
      status: "failed",
      problem: {
        code: "program-failed",
        params: {
          program: "qemu-system-x86_64",
          detail: `Could not open '/mnt/archive/${one.name}.qcow2': No such file or directory`,
        },
      },
    })),
  },
  firstFailed: {
    ...base,
    lan: { ...base.lan, problem: { code: "uplink-none-found", params: {} } },
    uplink: { ...base.uplink, active: null, candidates: [] },
    jobs: [
      job("1", {
        subject: "alpine-3-23",
        problem: {
          code: "download-offline",
          params: { host: "dl-cdn.alpinelinux.org", detail: "ENETUNREACH" },
        },
      }),
    ],
  },
  halfway: {
    ...base,
    jobs: [job("1", { subject: "alpine-3-23", step: "download", progress: 0.4 })],
  },
  thirty: { ...base, machines: nodes(30) },
  many: { ...base, machines: nodes(250) },
  places: {
    ...mixed,
    uplinkUndo: { machine: null, choice: { mode: "automatic" }, until: noon },
    notices: [
      {
        id: "1",
        at: noon,
        level: "info",
        about: {
          code: "uplink-of-place",
          params: { place: "Café am Markt", mode: "pinned", interfaces: "usb0" },
        },
        machine: null,
      },
    ],
    settings: {
      ...base.settings,
      places: [
        {
          id: "0a1b2c3d-0000-4000-8000-000000000001",
          name: "Café am Markt",
          uplink: { mode: "pinned", interface: "usb0" },
        },
        {
          id: "0a1b2c3d-0000-4000-8000-000000000002 52:54:00:aa:bb:cc@10.20.0.0/16",
          name: "Wired connection 1 (10.20.0.0/16)",
          uplink: { mode: "preferred", interfaces: ["eth0", "wlan0", "usb0"] },
        },
        {
          id: "52:54:00:aa:bb:cc@192.168.178.0/24",
          name: "192.168.178.0/24 (52:54:00:aa:bb:cc)",
          uplink: { mode: "automatic" },
        },
      ],
    },
  },
  root: { ...mixed, asRoot: true },
  prompt: {
    ...mixed,
    lan: { ...base.lan, status: "starting" },
    rootPrompt: {
      task: { do: "lan-up", interface: "vtap0", address: "192.168.100.254/24" },
      writable: "/home/dev/src/virtray/out/main/netd.js",
    },
  },
};

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
