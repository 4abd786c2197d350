/** The states that the gallery shows. */

/** @typedef {import("../../electron/contract/state.ts").AppState} AppState */
/** @typedef {import("../../electron/contract/state.ts").Job} Job */
/** @typedef {import("../../electron/contract/template.ts").TemplateView} TemplateView */
/** @typedef {import("../../electron/contract/machine.ts").MachineView} MachineView */

const noon = Date.UTC(2026, 10, 23, 12, 0);

/**
 * A machine that differs from a plain stopped one by what is given.
 * @param {number} number last part of its address
 * @param {string} name
 * @param {Partial<MachineView>} [difference]
 * @returns {MachineView}
 */
function machine(number, name, difference = {}) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const address = `192.168.100.${number}`;
  const mac = `52:54:00:3a:91:${number.toString(16).padStart(2, "0")}`;
  return {
    id,
    name,
    status: "stopped",
    address,
    mac,
    reachable: null,
    pid: null,
    startedAt: null,
    accelerator: null,
    stopDeadline: null,
    problem: null,
    definition: {
      version: 2,
      id,
      name,
      createdAt: "2026-11-20T09:30:00.000Z",
      memoryMiB: 1024,
      cpus: 2,
      acceleration: "auto",
      disk: { path: `/home/dev/machines/${name}.qcow2`, format: "qcow2", bus: "virtio" },
      network: { address, mac, nic: "virtio" },
      vncDisplay: null,
    },
    ...difference,
  };
}

/**
 * Making a template, but for what is given.
 * @param {string} id
 * @param {Partial<Job>} difference
 * @returns {Job}
 */
function job(id, difference) {
  return {
    id,
    kind: "template-add",
    subject: null,
    machine: null,
    startedAt: noon,
    step: null,
    progress: null,
    doneBytes: null,
    totalBytes: null,
    bytesPerSecond: null,
    secondsLeft: null,
    cancellable: true,
    problem: null,
    ...difference,
  };
}

/** @type {Partial<MachineView>} */
const running = {
  status: "running",
  reachable: true,
  pid: 41213,
  startedAt: noon - 2 * 86_400_000,
  accelerator: { kind: "kvm", reason: null },
};

/** @type {AppState} */
const base = {
  lan: {
    status: "on",
    settings: {
      interface: "vtap0",
      address: "192.168.100.254",
      prefixLength: 24,
      hostAccess: "all",
      addressing: "served",
    },
    subnet: "192.168.100.0/24",
    problem: null,
  },
  uplink: {
    choice: { mode: "automatic" },
    active: "wlan0",
    candidates: [
      { interface: "eth0", kind: "ethernet", addresses: [], gateway: null, obstacle: "no-carrier" },
      {
        interface: "wlan0",
        kind: "wifi",
        addresses: ["10.2.4.17"],
        gateway: "10.2.4.1",
        obstacle: null,
      },
      {
        interface: "usb0",
        kind: "usb",
        addresses: ["172.20.10.3"],
        gateway: "172.20.10.1",
        obstacle: null,
      },
    ],
  },
  machines: [],
  broken: [],
  templates: [],
  brokenTemplates: [],
  uplinkUndo: null,
  deleteUndo: null,
  jobs: [],
  notices: [],
  settings: {
    version: 1,
    lan: {
      interface: "vtap0",
      address: "192.168.100.254",
      prefixLength: 24,
      hostAccess: "all",
      addressing: "served",
    },
    uplink: { mode: "automatic" },
    language: "en",
    theme: "auto",
    terminal: "",
    notify: true,
    explainRoot: true,
  },
  asRoot: false,
  rootPrompt: null,
};

/**
 * A template of 2 GiB that was downloaded, but for what is given.
 * @param {number} number
 * @param {string} name
 * @param {readonly string[]} clones
 * @param {Partial<TemplateView>} [difference]
 * @param {Partial<TemplateView["definition"]>} [definition]
 * @returns {TemplateView}
 */
function template(number, name, clones, difference = {}, definition = {}) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return {
    id,
    name,
    virtualBytes: 2 * 2 ** 30,
    bytes: 431_000_000,
    clones,
    problem: null,
    definition: {
      version: 1,
      id,
      name,
      createdAt: "2026-11-20T09:30:00.000Z",
      source: {
        kind: "download",
        url: "https://cloud.debian.org/images/cloud/trixie/latest/debian-13-genericcloud-amd64.qcow2",
      },
      base: {
        virtualBytes: 2 * 2 ** 30,
        bytes: 431_000_000,
        modifiedAt: noon,
        fingerprint: "0".repeat(64),
      },
      user: "debian",
      minimumMemoryMiB: 512,
      ...definition,
    },
    ...difference,
  };
}

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

/** @type {Readonly<Record<string, AppState>>} */
export const states = {
  mixed,
  deleted: {
    ...mixed,
    // Its last second, whenever the picture is taken.
    deleteUndo: { machine: machine(8, "old").id, name: "old", until: noon },
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
  thirty: {
    ...base,
    machines: Array.from({ length: 30 }, (_, index) =>
      machine(
        index + 1,
        `node-${String(index + 1).padStart(2, "0")}`,
        index % 3 === 0 ? running : {},
      ),
    ),
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

/** @type {import("../../electron/contract/doctor.ts").Examination} */
const examination = {
  at: noon,
  findings: [
    {
      id: "program-qemu-system-x86_64",
      level: "ok",
      news: {
        kind: "program",
        program: "qemu-system-x86_64",
        version: "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)",
      },
    },
    { id: "vde", level: "ok", news: { kind: "vde" } },
    { id: "tun", level: "ok", news: { kind: "tun" } },
    { id: "machines", level: "ok", news: { kind: "machines", count: 6 } },
    { id: "space", level: "ok", news: { kind: "space", freeMiB: 81_920 } },
    { id: "as-root", level: "info", about: { code: "as-root", params: {} } },
    {
      id: "kvm",
      level: "warning",
      about: { code: "kvm-denied", params: {}, cause: "open /dev/kvm: EACCES" },
    },
    {
      id: "lan",
      level: "error",
      about: {
        code: "lan-forward-blocked",
        params: {
          table: "inet firewalld",
          chain: "filter_FORWARD",
          entry: "filter_FORWARD",
          interface: "vtap0",
          commands:
            "sudo nft insert rule inet firewalld filter_FORWARD iifname vtap0 accept && sudo nft insert rule inet firewalld filter_FORWARD oifname vtap0 ct state related,established accept",
        },
      },
    },
    {
      id: "program-dnsmasq",
      level: "warning",
      about: { code: "program-missing", params: { program: "dnsmasq", package: "dnsmasq-base" } },
    },
  ],
  repairs: [
    {
      id: "kvm",
      action: { do: "join-group-kvm" },
      steps: [{ do: "run", program: "usermod", args: ["-aG", "kvm", "--", "dev"] }],
    },
    { id: "firewall-undo", action: { do: "take-back-firewall" }, steps: [] },
    {
      id: "guest-state-undo",
      action: { do: "unset-module-option" },
      steps: [{ do: "remove", path: "/etc/modprobe.d/virtray.conf", text: "" }],
    },
  ],
};

/**
 * A hop of a path check.
 * @param {string} id
 * @param {string} verdict
 * @param {string} code
 * @param {Record<string, unknown>} params
 */
function hop(id, verdict, code, params) {
  return { id, verdict, finding: { code, params }, repair: null };
}

export const answers = {
  "login.get": { ok: true, value: false },
  "template.catalogue": {
    ok: true,
    value: [
      { id: "alpine-3.23", name: "Alpine Linux 3.23" },
      { id: "debian-13", name: "Debian 13 (trixie)" },
    ],
  },
  "address.check": { ok: true },
  "user-data.check": {
    ok: false,
    error: {
      code: "user-data-invalid",
      params: { line: 3, detail: "All collection items must start at the same column" },
    },
  },
  "ssh-key.list": {
    ok: true,
    value: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz0000000000000000000000000000000000 ada@desk",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDQ7nQz000000000000000000000000000000 ada@laptop-that-has-a-rather-long-name.example.org",
    ],
  },
  "machine.propose": {
    ok: true,
    value: {
      address: "192.168.100.8",
      mostMemoryMiB: 31_872,
      mostCpus: 16,
      network: {
        netmask: "255.255.255.0",
        broadcast: "192.168.100.255",
        gateway: "192.168.100.254",
      },
    },
  },
  "trash.list": { ok: true, value: [] },
  "snapshot.list": {
    ok: true,
    value: [
      {
        ...{ id: "0a1b2c3d", name: "fresh from the template", kind: "manual" },
        ...{ takenAt: Date.UTC(2026, 0, 2, 9, 5), memoryBytes: 0, bytes: null, whole: true },
      },
      {
        ...{
          id: "1a1b2c3d",
          name: `before the update ${"of everything ".repeat(4)}`,
          kind: "manual",
        },
        ...{ takenAt: Date.UTC(2026, 0, 3, 14, 30), memoryBytes: 412 * 2 ** 20 },
        ...{ bytes: null, whole: true },
      },
      {
        ...{ id: "2a1b2c3d", name: "fresh from the template", kind: "automatic" },
        ...{ takenAt: Date.UTC(2026, 0, 4, 8), memoryBytes: 0, bytes: null, whole: false },
      },
    ],
  },
  "machine.log": {
    ok: true,
    value: [
      "qemu-system-x86_64: -accel kvm: Could not access KVM kernel module: Permission denied",
      "qemu-system-x86_64: failed to initialize kvm: Permission denied",
    ],
  },
  "net.ledger": {
    ok: true,
    value: [
      { kind: "interface", what: "vtap0", state: "held" },
      { kind: "address", what: "192.168.100.254/24 dev vtap0", state: "held" },
      { kind: "table", what: "inet virtray", state: "changed" },
      { kind: "rule", what: "5100: from all iif vtap0 lookup 7100", state: "held" },
      { kind: "flag", what: "net.ipv4.conf.wlan0.forwarding = 1", state: "missing" },
      { kind: "foreign-rule", what: "iptables: DOCKER-USER -i vtap0 -j ACCEPT", state: "unseen" },
      { kind: "process", what: "netd (4711)", state: "held" },
      { kind: "file", what: "/run/virtray/1000/4026531840/state.json", state: "held" },
    ],
  },
  "net.picture": { ok: false, error: { code: "internal", params: { detail: "none here" } } },
  "machine.path": {
    ok: true,
    value: {
      name: "web",
      address: "192.168.100.1",
      culprit: "forward",
      hops: [
        hop("guest", "good", "guest-answers", { address: "192.168.100.1" }),
        hop("cable", "good", "cable-plugged", { port: 2 }),
        hop("switch", "good", "switch-works", { ports: 4 }),
        hop("tap", "good", "tap-works", { interface: "vtap0" }),
        hop("address", "good", "address-there", {
          address: "192.168.100.254",
          interface: "vtap0",
        }),
        {
          ...hop("forward", "bad", "forward-blocked", { table: "ip filter", chain: "FORWARD" }),
          repair: { do: "doctor", id: "lan" },
        },
        hop("nat", "good", "nat-holds", {}),
        hop("route", "good", "route-steers", { interface: "wlan0" }),
        hop("uplink", "good", "uplink-works", { interface: "wlan0", address: "192.168.1.23" }),
        hop("gateway", "good", "gateway-answers", { gateway: "192.168.1.1" }),
        hop("dns", "good", "dns-answers", { server: "9.9.9.9" }),
        hop("size", "unknown", "size-unknown", {}),
      ],
    },
  },
  "netd.log": {
    ok: true,
    value: [
      {
        at: "2026-11-23T12:00:00.120Z",
        cause: "up",
        argv: ["/usr/sbin/ip", "tuntap", "add", "dev", "vtap0", "mode", "tap", "user", "1000"],
        outcome: "ok",
      },
      {
        at: "2026-11-23T12:00:00.131Z",
        cause: "up",
        argv: ["/usr/sbin/nft", "-f", "-"],
        outcome: "ok",
      },
      {
        at: "2026-11-23T12:04:31.007Z",
        cause: "set-uplink",
        argv: ["/usr/sbin/ip", "route", "replace", "default", "dev", "wlan0", "table", "7100"],
        outcome: "RTNETLINK answers: Network is unreachable",
      },
    ],
  },
  "doctor.examine": { ok: true, value: examination },
  "disk.pick": { ok: true, value: "/home/dev/images/debian 13 (Büro).qcow2" },
  "disk.inspect": { ok: true, value: { format: "qcow2", virtualBytes: 21_474_836_480 } },
};
