/** The parts of the states: each is plain, except for the difference that is given. */

/** @typedef {import("../../../electron/contract/app/state.ts").AppState} AppState */
/** @typedef {import("../../../electron/contract/app/state.ts").Job} Job */
/** @typedef {import("../../../electron/contract/template/template.ts").TemplateView} TemplateView */
/** @typedef {import("../../../electron/contract/machine/machine.ts").MachineView} MachineView */

/** The time of all states. */
export const noon = Date.UTC(2026, 10, 23, 12, 0);

/**
 * A stopped machine, except for the given difference.
 * @param {number} number last part of its address
 * @param {string} name
 * @param {Partial<MachineView>} [difference]
 * @returns {MachineView}
 */
export function machine(number, name, difference = {}) {
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
    setup: null,
    problem: null,
    definition: {
      version: 3,
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
 * A job that makes a template, except for the given difference.
 * @param {string} id
 * @param {Partial<Job>} difference
 * @returns {Job}
 */
export function job(id, difference) {
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

/**
 * The properties of a running machine.
 * @type {Partial<MachineView>}
 */
export const running = {
  status: "running",
  reachable: true,
  pid: 41213,
  startedAt: noon - 2 * 86_400_000,
  accelerator: { kind: "kvm", reason: null },
};

/**
 * A LAN without machines.
 * @type {AppState}
 */
export const base = {
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
    problems: [],
    forwards: [],
  },
  uplink: {
    choice: { mode: "automatic" },
    active: "wlan0",
    vpn: null,
    automatic: "wlan0",
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
  farMachines: [],
  broken: [],
  templates: [],
  brokenTemplates: [],
  uplinkUndo: null,
  deleteUndo: null,
  jobs: [],
  notices: [],
  settings: {
    version: 2,
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
    shortcut: "Super+Alt+V",
    askForShortcut: false,
    windowSystem: "auto",
    notify: true,
    shareLan: false,
    templatesFolder: "",
    warmTemplates: "automatic",
    explainRoot: true,
    rememberPlaces: true,
    places: [],
    computers: [],
  },
  region: { numbers: null, times: null },
  asRoot: false,
  rootPrompt: null,
};

/**
 * A downloaded template of 2 GiB, except for the given differences.
 * @param {number} number
 * @param {string} name
 * @param {readonly string[]} clones
 * @param {Partial<TemplateView>} [difference]
 * @param {Partial<TemplateView["definition"]>} [definition]
 * @returns {TemplateView}
 */
export function template(number, name, clones, difference = {}, definition = {}) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return {
    id,
    name,
    virtualBytes: 2 * 2 ** 30,
    bytes: 431_000_000,
    clones,
    problem: null,
    warm: [],
    warmWishes: [],
    definition: {
      version: 2,
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

/**
 * Another firewall that drops the packets of the LAN.
 * @type {import("../../../electron/contract/errors/app-error.ts").AppError}
 */
export const forwardBlocked = {
  code: "lan-forward-blocked",
  params: {
    table: "inet firewalld",
    chain: "filter_FORWARD",
    entry: "filter_FORWARD",
    interface: "vtap0",
    commands:
      "sudo nft insert rule inet firewalld filter_FORWARD iifname vtap0 accept && sudo nft insert rule inet firewalld filter_FORWARD oifname vtap0 ct state related,established accept",
  },
};
