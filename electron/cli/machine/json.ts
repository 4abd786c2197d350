import type { MachineJson } from "../../contract/app/cli.ts";
import type { AppError } from "../../contract/errors/app-error.ts";
import type { BrokenMachine, MachineView } from "../../contract/machine/machine.ts";

/** Returns the sentence of an error. */
type Tell = (error: AppError) => string;

/** Describes a machine for programs; `now` in milliseconds since the epoch. */
export function machineJson(tell: Tell, machine: MachineView, now: number): MachineJson {
  const { accelerator, problem, setup, startedAt, stopDeadline } = machine;
  return {
    id: machine.id,
    name: machine.name,
    status: machine.status,
    address: machine.address,
    uplink: machine.definition.network.uplink ?? null,
    reachable: machine.reachable,
    mac: machine.mac,
    pid: machine.pid,
    uptimeSeconds: startedAt === null ? null : Math.max(0, Math.floor((now - startedAt) / 1000)),
    accelerator: accelerator?.kind ?? null,
    acceleratorReason:
      accelerator == null || accelerator.reason === null ? null : tell(accelerator.reason),
    stopsInSeconds:
      stopDeadline === null ? null : Math.max(0, Math.ceil((stopDeadline - now) / 1000)),
    setup: setup?.stage ?? null,
    setupStep: setup?.stage === "setting-up" ? setup.step : null,
    setupSeconds:
      setup?.stage === "setting-up" ? Math.max(0, Math.floor((now - setup.since) / 1000)) : null,
    setupLine: setup?.stage === "failed" ? setup.line : null,
    problem: problem === null ? null : tell(problem),
    problemCode: problem?.code ?? null,
    tags: machine.definition.tags ?? [],
    note: machine.definition.note ?? null,
    protected: machine.definition.protected === true,
    computer: null,
    answeredAt: null,
  };
}

/** Describes a machine that cannot be read, in the same shape. */
export function brokenJson(tell: Tell, broken: BrokenMachine): MachineJson {
  return {
    id: broken.id,
    name: broken.id,
    status: "failed",
    address: null,
    uplink: null,
    reachable: null,
    mac: null,
    pid: null,
    uptimeSeconds: null,
    accelerator: null,
    acceleratorReason: null,
    stopsInSeconds: null,
    setup: null,
    setupStep: null,
    setupSeconds: null,
    setupLine: null,
    problem: tell(broken.problem),
    problemCode: broken.problem.code,
    tags: [],
    note: null,
    protected: false,
    computer: null,
    answeredAt: null,
  };
}
