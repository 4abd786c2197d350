/** Machines of other computers beside those of this one. Pages tell their age, so it is the present’s. */
import { id } from "../shot-parts.mjs";
import { machineStates } from "./machines.mjs";
import { job } from "./parts.mjs";

const statuses = /** @type {const} */ (["running", "stopped", "running", "paused", "suspended"]);

/**
 * A machine of another computer, except for the given difference.
 * @param {number} number last part of its address
 * @param {string} computer
 * @param {string} name
 * @param {Partial<import("../../../electron/contract/computer/far-machine.ts").FarMachineView>} [difference]
 * @returns {import("../../../electron/contract/computer/far-machine.ts").FarMachineView}
 */
function farMachine(number, computer, name, difference = {}) {
  const status = statuses[number % statuses.length] ?? "stopped";
  return {
    id: `${computer}:00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    ...{ computer, name, status, unheardSince: null },
    address: `192.168.100.${number}`,
    mac: `52:54:00:3a:92:${number.toString(16).padStart(2, "0")}`,
    reachable: status === "running" ? true : null,
    ...{ uptimeSeconds: null, accelerator: status === "running" ? "kvm" : null },
    ...{ user: null, problemCode: null, tags: [], note: null, protected: false },
    ...difference,
  };
}

const thirty = machineStates["thirty"];
if (thirty === undefined) throw new Error("no state of thirty machines");
const own = thirty.machines.slice(0, 14);
const names = ["api", "build", "cache", "db", "ldap", "mail", "proxy", "queue", "search", "wiki"];

/** @type {import("../../../electron/contract/app/state.ts").AppState} */
const far = {
  ...thirty,
  machines: own,
  settings: {
    ...thirty.settings,
    computers: [
      { name: "big", host: "ada@big.example.org", isJoined: true, isUplink: false },
      { name: "cellar", host: "cellar", isJoined: false, isUplink: false },
    ],
  },
  farMachines: [
    ...names.map((name, index) => farMachine(120 + index, "big", name)),
    farMachine(
      140,
      "build-machine-in-the-data-centre-of-the-customer",
      "postgresql-14-primary-with-replication",
      {
        tags: ["prod", "customer"],
        note: "The primary of the customer’s database.",
      },
    ),
    ...["backup", "media", "print", "scan", "tv"].map((name, index) =>
      farMachine(150 + index, "cellar", name, { unheardSince: Date.now() - 190 * 60_000 }),
    ),
  ],
};

/**
 * Why a machine does not move while it is running, as a notice.
 * @param {string} machine
 * @param {import("../../../electron/contract/errors/app-error.ts").AppError} about
 * @returns {import("../../../electron/contract/app/state.ts").Notice}
 */
const unfit = (machine, about) => ({ id: machine, at: Date.now(), level: "error", about, machine });

/** @type {Readonly<Record<string, import("../../../electron/contract/app/state.ts").AppState>>} */
export const farStates = {
  far,
  farMove: {
    ...far,
    jobs: [
      job("1", {
        ...{ kind: "move", subject: "api", machine: farMachine(120, "big", "api").id },
        ...{ step: "copy", progress: 0.42, doneBytes: 1.3e9, totalBytes: 3.1e9 },
        bytesPerSecond: 48e6,
      }),
    ],
    notices: [
      unfit(id(1), {
        code: "move-live-lan",
        params: { name: own[0]?.name ?? "", computer: "cellar" },
      }),
      unfit(farMachine(122, "big", "cache").id, {
        code: "move-live-unfit",
        params: {
          ...{ name: "", computer: "big" },
          said: "“cache” has snapshots, which cannot be sent while the machine is running.",
        },
      }),
    ],
  },
};
