/** States that differ in the LAN, its uplink and forwards. */
import { mixed } from "./machines.mjs";
import { base, forwardBlocked, machine, noon, running } from "./parts.mjs";

/** @typedef {import("../../../electron/contract/app/state.ts").AppState} AppState */
/** @typedef {import("../../../electron/contract/machine/machine.ts").MachineView} MachineView */
/** @typedef {import("../../../electron/contract/errors/app-error.ts").AppError} AppError */

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
 * Returns the forwards of machines as the LAN keeps them.
 * @param {readonly MachineView[]} machines
 */
const keptOf = (machines) =>
  machines.flatMap(({ address, definition }) =>
    (definition.network.forwards ?? []).map((each) => ({ address, ...each, problem: null })),
  );

/** The weather of one machine's cable. */
const cable = {
  weather: {
    is: { delayMs: 75, jitterMs: 25, lossPercent: 0.5, bitsPerSecond: 2_000_000 },
    until: null,
  },
  cuts: [
    {
      ...{ id: "00000000-0000-4000-8000-000000000002", name: "postgres" },
      ...{ mac: "52:54:00:00:00:02", until: null },
    },
  ],
  plugPid: 4711,
};

/**
 * A machine that may reach listed destinations alone.
 * @param {MachineView} plain
 * @returns {MachineView}
 */
function gated(plain) {
  const { definition } = plain;
  const only = [{ to: "pypi.org" }, { to: "github.com", ports: [{ first: 443, last: 443 }] }];
  return {
    ...plain,
    definition: { ...definition, network: { ...definition.network, airlock: { only } } },
  };
}

const forwarding = mixed.machines.map(forwarded);

/**
 * Forwards, uplinks and known networks.
 * @type {Readonly<Record<string, AppState>>}
 */
export const networkStates = {
  weather: {
    ...mixed,
    machines: mixed.machines.map((each) => (each.name === "web" ? { ...each, cable } : each)),
  },
  airlock: {
    ...mixed,
    machines: mixed.machines.map((each) => (each.name === "web" ? gated(each) : each)),
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
  off: {
    ...base,
    lan: { ...base.lan, status: "off" },
    machines: [machine(7, "scratch"), machine(1, "web", { ...running, reachable: null })],
  },
  offline: {
    ...mixed,
    lan: { ...base.lan, problems: [{ code: "uplink-none-found", params: {} }] },
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
  blocked: {
    ...mixed,
    lan: {
      ...base.lan,
      problems: [forwardBlocked],
    },
  },
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
};
