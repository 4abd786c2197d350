/** The doctor's findings in the states that the gallery shows. */
import { forwardBlocked, noon } from "./states/parts.mjs";
import { states } from "./states/states.mjs";

/** @typedef {import("../../electron/contract/doctor/doctor.ts").Finding} Finding */
/** @typedef {import("../../electron/contract/errors/app-error.ts").AppError} AppError */

/** @type {import("../../electron/contract/doctor/doctor.ts").Examination} */
export const examination = {
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
      id: "guest-state",
      level: "error",
      about: { code: "kvm-guest-state-fix", params: { seen: "legacy" } },
    },
    {
      id: "lan",
      level: "error",
      about: forwardBlocked,
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
      finding: "kvm",
      action: { do: "join-group-kvm" },
      steps: [{ do: "run", program: "usermod", args: ["-aG", "kvm", "--", "dev"] }],
    },
    {
      id: "kvm-access",
      finding: "kvm",
      action: { do: "open-kvm" },
      steps: [{ do: "run", program: "setfacl", args: ["-m", "u:dev:rw", "--", "/dev/kvm"] }],
    },
    {
      id: "guest-state",
      finding: "guest-state",
      action: {
        do: "set-module-option",
        option: "kvm_intel emulate_invalid_guest_state=0",
        scope: "boot",
      },
      steps: [
        { do: "run", program: "modprobe", args: ["-r", "kvm_intel"] },
        { do: "run", program: "modprobe", args: ["kvm_intel", "emulate_invalid_guest_state=0"] },
      ],
    },
    {
      id: "guest-state-always",
      finding: "guest-state",
      action: {
        do: "set-module-option",
        option: "kvm_intel emulate_invalid_guest_state=0",
        scope: "always",
      },
      steps: [
        {
          do: "write",
          path: "/etc/modprobe.d/virtray.conf",
          text: "options kvm_intel emulate_invalid_guest_state=0\n",
        },
      ],
    },
    { id: "firewall-undo", finding: null, action: { do: "take-back-firewall" }, steps: [] },
    {
      id: "guest-state-undo",
      finding: null,
      action: { do: "unset-module-option", scope: "always" },
      steps: [{ do: "remove", path: "/etc/modprobe.d/virtray.conf", text: "" }],
    },
  ],
};

/** Those of its findings that are good. */
export const good = examination.findings.filter(({ level }) => level === "ok");

/**
 * An answer of the doctor's that fits a state: of LAN and machines what the state tells.
 * @param {string} name the state's
 * @param {readonly Finding[]} ofComputer what is found besides
 */
export function examined(name, ofComputer) {
  const state = states[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  const { lan, machines, broken } = state;
  /** @type {(id: string, level: "info" | "warning" | "error", about: AppError | null) => Finding[]} */
  const bad = (id, level, about) => (about === null ? [] : [{ id, level, about }]);
  const findings = [
    ...ofComputer.filter(({ id }) => id !== "lan"),
    ...lan.problems.flatMap((problem) =>
      bad("lan", problem.code === "uplink-none-found" ? "info" : "error", problem),
    ),
    ...broken.flatMap(({ id, problem }) => bad(`machine-${id}`, "error", problem)),
    ...machines.flatMap(({ name, problem }) => bad(`machine-${name}`, "warning", problem)),
  ];
  return { "doctor.examine": { ok: true, value: { ...examination, findings } } };
}

/**
 * KVM works, but there can be no LAN.
 * @type {import("../../electron/contract/doctor/doctor.ts").Examination}
 */
export const withoutTun = {
  at: noon,
  findings: [
    { id: "kvm", level: "ok", news: { kind: "kvm" } },
    { id: "tun", level: "error", about: { code: "tun-missing", params: {} } },
  ],
  repairs: [],
};
