import { join } from "node:path";
import * as v from "valibot";
import { sessionBusAddress } from "../../adapters/desktop/session-bus.ts";
import { watchTrayHost } from "../../adapters/desktop/tray-host.ts";
import { connectXServer } from "../../adapters/desktop/x-server.ts";
import {
  checkTun,
  checkVde,
  programVersion,
  readKvmFacts,
} from "../../adapters/doctor/host-checks.ts";
import { freeMiB } from "../../adapters/files/free-space.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { leftLent } from "../../adapters/image/block-device.ts";
import { findSandbox } from "../../adapters/image/qemu-img.ts";
import { readHostNames } from "../../adapters/net/host-names.ts";
import { firewallLeft } from "../../adapters/net/left-over-rules.ts";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { findAgent } from "../../adapters/process/running-programs.ts";
import { probeKvm } from "../../adapters/qemu/accel-probe.ts";
import { hasOpenGuestState } from "../../adapters/qemu/kvm-advice-log.ts";
import { runningMachines, touchedMachines } from "../../adapters/qemu/runtime.ts";
import { netdFolder } from "../../adapters/root/netd-folder.ts";
import { isSshConfigInstalled, sshConfigFiles } from "../../adapters/ssh/config-file.ts";
import { findHiddenHosts } from "../../adapters/ssh/hidden-hosts.ts";
import { findSupervisor } from "../../adapters/supervisor/lock.ts";
import { machineIdSchema } from "../../contract/base/primitives.ts";
import type { Finding } from "../../contract/doctor/doctor.ts";
import { type AppError, appError, isCalm } from "../../contract/errors/app-error.ts";
import { sessionOf } from "../../core/app/window-system.ts";
import { lowSpaceMiB } from "../../core/disk/free-space.ts";
import { overlapOf } from "../../core/lan/refusals.ts";
import { adviseOnGuestState } from "../../core/machine/acceleration/kvm-advice.ts";
import type { Services } from "../base/services.ts";
import { bad, good } from "./finding.ts";
import { isToldByShare, shareFindings } from "./share-findings.ts";

/** The programs that everything needs, and those that only some features need. */
const needed = [
  "qemu-system-x86_64",
  "qemu-img",
  "vde_switch",
  "ip",
  "nft",
  "conntrack",
  "setpriv",
];
const useful = ["dnsmasq", "ssh"];

async function programFinding(program: string, level: "warning" | "error"): Promise<Finding> {
  const id = `program-${program}`;
  const version = await programVersion(program);
  return version.ok
    ? good(id, { kind: "program", program, version: version.value })
    : bad(id, level, version.error);
}

/**
 * Checks whether KVM runs guests, and what helps if it could not run a guest's state: that of
 * machines that have not run since, or of the test guest.
 */
async function kvmFindings(paths: Paths, { machines }: Services): Promise<readonly Finding[]> {
  const [verdict, facts, { machines: views }] = await Promise.all([
    probeKvm(paths.cache),
    readKvmFacts(),
    machines.list(),
  ]);
  const failed = await Promise.all(
    views.map(async ({ id, name, status }) =>
      status !== "running" && (await hasOpenGuestState(join(paths.machines, id))) ? [name] : [],
    ),
  );
  const seen = failed.flat();
  if (!verdict.works && verdict.reason.code === "kvm-guest-state") seen.push("QEMU");
  return [
    verdict.works ? good("kvm", { kind: "kvm" }) : bad("kvm", "warning", verdict.reason),
    ...(seen.length === 0
      ? []
      : [bad("guest-state", "error", adviseOnGuestState(seen.join(", "), facts))]),
    ...(facts.emulatesGuestState === false
      ? [bad("kvm-option", "info", appError("kvm-option-set", {}))]
      : []),
  ];
}

async function vdeFinding(): Promise<Finding> {
  const vde = await checkVde();
  return vde.ok ? good("vde", { kind: "vde" }) : bad("vde", "error", vde.error);
}

/** Checks that the programs that read disk images can open no other file. */
async function sandboxFinding(): Promise<Finding> {
  const sandbox = await findSandbox();
  if (sandbox.works) return good("sandbox", { kind: "sandbox" });
  return bad("sandbox", "warning", sandbox.error);
}

async function tunFinding(): Promise<Finding> {
  const problem = await checkTun();
  return problem === null ? good("tun", { kind: "tun" }) : bad("tun", "error", problem);
}

async function lanFindings(paths: Paths, { network }: Services): Promise<readonly Finding[]> {
  const [{ lan }, supervisor, running] = await Promise.all([
    network.read(),
    findSupervisor(paths),
    runningMachines(paths),
  ]);
  const isKept = supervisor !== null || (lan.status !== "on" && running.length === 0);
  return [
    ...(lan.problems.length === 0
      ? [good("lan", { kind: lan.status === "off" ? "lan-off" : "lan-on" })]
      : badLan(lan.problems)),
    ...(isKept ? [] : [bad("supervisor", "warning", appError("supervisor-gone", {}))]),
  ];
}

/**
 * Returns a finding for each problem. `lan` is the one that can be repaired, or the first; the others
 * are named by their code, with a number if they have it in common.
 */
function badLan(problems: readonly AppError[]): readonly Finding[] {
  const main = problems.find(({ code }) => code === "lan-forward-blocked") ?? problems[0];
  return problems.map((problem, index) => {
    const same = problems.slice(0, index).filter(({ code }) => code === problem.code).length;
    const id = `lan-${problem.code.replace(/^lan-/, "")}${same === 0 ? "" : `-${same + 1}`}`;
    return bad(problem === main ? "lan" : id, isCalm(problem) ? "info" : "error", problem);
  });
}

/**
 * Checks that the LAN's addresses are not used elsewhere; with the LAN on, netd reports that by
 * itself.
 */
async function subnetFindings({ network }: Services): Promise<readonly Finding[]> {
  const [{ lan }, found] = await Promise.all([network.read(), readNetwork()]);
  const isTold = lan.problems.some(
    ({ code }) => code === "lan-overlap" || code === "lan-hides-host",
  );
  if (!found.ok || isTold) return [];
  const overlap = overlapOf(lan.settings, found.value);
  return [
    overlap === null
      ? good("subnet", { kind: "subnet", subnet: lan.subnet })
      : bad("subnet", "error", overlap),
  ];
}

/** Checks what the desktop's session offers: a password dialogue, and a tray for the icon. */
async function sessionFindings(uid: number): Promise<readonly Finding[]> {
  const { hasWayland } = sessionOf(process.env);
  const display = process.env["DISPLAY"];
  // On Wayland icons of the old kind are unreliable.
  const server = display && !hasWayland ? connectXServer(display) : null;
  const watch = watchTrayHost(sessionBusAddress(process.env), server, () => {});
  const [agent, hasTray] = await Promise.all([
    uid === 0 ? null : findAgent(uid),
    watch.first.finally(() => watch.close()),
  ]);
  server?.close();
  return [
    ...(uid === 0
      ? []
      : [
          agent === null
            ? // This is no warning: an unknown agent may run.
              bad("agent", "info", appError("agent-missing", {}))
            : good("agent", { kind: "agent", program: agent }),
        ]),
    hasTray ? good("tray", { kind: "tray" }) : bad("tray", "info", appError("tray-missing", {})),
  ];
}

async function spaceFinding(paths: Paths): Promise<readonly Finding[]> {
  const free = await freeMiB(paths.machines);
  if (free === null) return [];
  return free < lowSpaceMiB
    ? [bad("space", "warning", appError("space-low", { path: paths.machines, freeMiB: free }))]
    : [good("space", { kind: "space", freeMiB: free })];
}

/** Quotes a path as one word of a shell (POSIX, "Single-Quotes"). */
function inShell(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

async function machineFindings(
  paths: Paths,
  uid: number,
  { machines }: Services,
): Promise<readonly Finding[]> {
  const [{ machines: views, broken }, touched, running] = await Promise.all([
    machines.list(),
    touchedMachines(paths),
    runningMachines(paths),
  ]);
  const known = new Set([...views, ...broken].map(({ id }) => id));
  const leftovers = [...touched].filter((id) => v.is(machineIdSchema, id) && !known.has(id));
  return [
    ...(broken.length === 0 ? [good("machines", { kind: "machines", count: views.length })] : []),
    ...broken.map(({ id, problem }) => bad(`machine-${id}`, "error", problem)),
    ...views
      .filter((view) => !isToldByShare(view))
      .flatMap(({ name, problem }) =>
        problem === null ? [] : [bad(`machine-${name}`, "warning", problem)],
      ),
    ...(await shareFindings(uid, views)),
    ...leftovers
      .filter((id) => running.includes(id))
      .map((id) => bad(`orphan-${id}`, "warning", appError("machine-orphaned", { id }))),
    ...leftovers
      .filter((id) => !running.includes(id))
      .map((id) =>
        bad(
          `leftover-${id}`,
          "info",
          appError("runtime-leftover", {
            path: join(paths.runtime, id),
            command: `rm -r -- ${inShell(join(paths.runtime, id))}`,
          }),
        ),
      ),
  ];
}

async function firewallFindings(uid: number): Promise<readonly Finding[]> {
  const left = await firewallLeft(uid);
  return left === null ? [] : [bad("firewall-rules", "info", left)];
}

async function hostsFindings(uid: number): Promise<readonly Finding[]> {
  const { wanted, found } = await readHostNames(uid);
  return found === null || wanted === null || found === wanted
    ? []
    : [bad("host-names", "warning", appError("hosts-outdated", {}))];
}

/** Finds hosts of the user's own that machines hide from ssh, once it is led to the machines. */
async function sshFindings(paths: Paths, { machines }: Services): Promise<readonly Finding[]> {
  const files = sshConfigFiles(process.env, paths);
  if (!(await isSshConfigInstalled(files))) return [];
  const { machines: views } = await machines.list();
  const names = views.map(({ name }) => name);
  const hidden = await findHiddenHosts(files, names);
  return hidden.map((about, index) => bad(`ssh-host-${index + 1}`, "warning", about));
}

/**
 * Finds disks of the host that a killed supervisor left open to the user, or that programs still
 * have open.
 */
async function lentFindings(uid: number): Promise<readonly Finding[]> {
  const left = uid === 0 ? [] : await leftLent(netdFolder(uid));
  return left.map((about) => bad(about.code, "warning", about));
}

/** Examines everything that machines and LAN need on this computer. Changes nothing. */
export async function examine(
  paths: Paths,
  uid: number,
  services: Services,
): Promise<readonly Finding[]> {
  const groups = await Promise.all([
    Promise.all(needed.map((program) => programFinding(program, "error"))),
    Promise.all(useful.map((program) => programFinding(program, "warning"))),
    kvmFindings(paths, services),
    Promise.all([vdeFinding(), tunFinding(), sandboxFinding()]),
    lanFindings(paths, services),
    subnetFindings(services),
    sessionFindings(uid),
    machineFindings(paths, uid, services),
    spaceFinding(paths),
    lentFindings(uid),
    firewallFindings(uid),
    hostsFindings(uid),
    sshFindings(paths, services),
    uid === 0 ? [bad("as-root", "info", appError("as-root", {}))] : [],
  ]);
  return groups.flat();
}
