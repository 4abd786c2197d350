import { join } from "node:path";
import * as v from "valibot";
import { probeKvm } from "../adapters/accel-probe.ts";
import { leftLent } from "../adapters/block-device.ts";
import { firewallLeft } from "../adapters/firewall-left.ts";
import { checkTun, checkVde, freeMiB, programVersion } from "../adapters/host-checks.ts";
import { touchedMachines } from "../adapters/machine-runtime.ts";
import { netdFolder } from "../adapters/netd-client.ts";
import type { Paths } from "../adapters/paths.ts";
import type { Finding, GoodNews } from "../contract/doctor.ts";
import { type AppError, appError, isCalm } from "../contract/errors.ts";
import { machineId } from "../contract/primitives.ts";
import { lowSpaceMiB } from "../core/space.ts";
import type { Services } from "./interfaces.ts";

/** Programs without which nothing works, and those that only some things need. */
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

function good(id: string, news: GoodNews): Finding {
  return { id, level: "ok", news };
}

function bad(id: string, level: "info" | "warning" | "error", about: AppError): Finding {
  return { id, level, about };
}

async function programFinding(program: string, level: "warning" | "error"): Promise<Finding> {
  const id = `program-${program}`;
  const version = await programVersion(program);
  return version.ok
    ? good(id, { kind: "program", program, version: version.value })
    : bad(id, level, version.error);
}

async function kvmFinding(paths: Paths): Promise<Finding> {
  const verdict = await probeKvm(paths.cache);
  return verdict.works ? good("kvm", { kind: "kvm" }) : bad("kvm", "warning", verdict.reason);
}

async function vdeFinding(): Promise<Finding> {
  const vde = await checkVde();
  return vde.ok ? good("vde", { kind: "vde" }) : bad("vde", "error", vde.error);
}

async function tunFinding(): Promise<Finding> {
  const problem = await checkTun();
  return problem === null ? good("tun", { kind: "tun" }) : bad("tun", "error", problem);
}

async function lanFinding({ network }: Services): Promise<Finding> {
  const { lan } = await network.read();
  if (lan.problem !== null) {
    return bad("lan", isCalm(lan.problem) ? "info" : "error", lan.problem);
  }
  return good("lan", { kind: lan.status === "off" ? "lan-off" : "lan-on" });
}

async function spaceFinding(paths: Paths): Promise<readonly Finding[]> {
  const free = await freeMiB(paths.machines);
  if (free === null) return [];
  return free < lowSpaceMiB
    ? [bad("space", "warning", appError("space-low", { path: paths.machines, freeMiB: free }))]
    : [good("space", { kind: "space", freeMiB: free })];
}

async function machineFindings(paths: Paths, { machines }: Services): Promise<readonly Finding[]> {
  const [{ machines: views, broken }, touched] = await Promise.all([
    machines.list(),
    touchedMachines(paths),
  ]);
  const known = new Set([...views, ...broken].map(({ id }) => id));
  const leftovers = [...touched].filter((id) => v.is(machineId, id) && !known.has(id));
  return [
    ...(broken.length === 0 ? [good("machines", { kind: "machines", count: views.length })] : []),
    ...broken.map(({ id, problem }) => bad(`machine-${id}`, "error", problem)),
    ...views.flatMap(({ name, problem }) =>
      problem === null ? [] : [bad(`machine-${name}`, "warning", problem)],
    ),
    ...leftovers.map((id) =>
      bad(
        `leftover-${id}`,
        "info",
        appError("runtime-leftover", { path: join(paths.runtime, id) }),
      ),
    ),
  ];
}

async function firewallFindings(uid: number): Promise<readonly Finding[]> {
  const left = await firewallLeft(uid);
  return left === null ? [] : [bad("firewall-rules", "info", left)];
}

/** Disks of the host that a killed keeper has left open to the user. */
async function lentFindings(uid: number): Promise<readonly Finding[]> {
  const left = uid === 0 ? [] : await leftLent(netdFolder(uid));
  return left.map((path) => bad("device-lent", "warning", appError("device-lent", { path })));
}

/** Looks at everything that machines and LAN need on this computer. Changes nothing. */
export async function examine(
  paths: Paths,
  uid: number,
  services: Services,
): Promise<readonly Finding[]> {
  const groups = await Promise.all([
    Promise.all(needed.map((program) => programFinding(program, "error"))),
    Promise.all(useful.map((program) => programFinding(program, "warning"))),
    Promise.all([kvmFinding(paths), vdeFinding(), tunFinding(), lanFinding(services)]),
    machineFindings(paths, services),
    spaceFinding(paths),
    lentFindings(uid),
    firewallFindings(uid),
    uid === 0 ? [bad("as-root", "info", appError("as-root", {}))] : [],
  ]);
  return groups.flat();
}
