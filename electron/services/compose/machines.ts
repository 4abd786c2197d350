import { availableParallelism, totalmem } from "node:os";
import type { Paths } from "../../adapters/files/paths.ts";
import { rootPart } from "../../adapters/own-install/root-entry.ts";
import { withConsent } from "../../adapters/root/elevate.ts";
import { runOneShot } from "../../adapters/root/one-shot.ts";
import { refreshSshConfig, sshConfigFiles, sshConfigFor } from "../../adapters/ssh/config-file.ts";
import { readMembers } from "../../adapters/store/lan-members.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import { startSupervisor } from "../../adapters/supervisor/lock.ts";
import { readLeases } from "../../adapters/switch/leases.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { AskConsent } from "../../contract/root/root.ts";
import { joinMachines, type LanMachine } from "../../core/computer/lan-machines.ts";
import { viasOf } from "../../core/lan/desired-machines.ts";
import { mostRunningMachines } from "../../core/machine/checks.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { joinedOf, listComputers } from "../computer/list.ts";
import { holdAirlock } from "../machine/network/airlock.ts";
import { machineTaps } from "../machine/network/machine-taps.ts";
import { tellLanOfMachines } from "../machine/network/publish-to-lan.ts";
import { createMachinesService } from "../machine/service.ts";
import type { MachinesParts } from "../registry/parts.ts";
import type { Foundation } from "./foundation.ts";
import { listParts } from "./machine-list.ts";

/** Creates the machines' use cases alone, for commands that need nothing else and must be quick. */
export function createMachines(foundation: Foundation, consent?: AskConsent): MachinesService {
  return createMachinesService(machinesParts(foundation, consent));
}

/** Refuses every consent: without an explanation, root is not asked. */
const nobodyAgrees: AskConsent = async () => false;

/**
 * Creates the parts of all use cases of machines and templates. `consent` is asked before root's
 * password, which starting a machine from a disk of the host may take.
 */
export function machinesParts(foundation: Foundation, consent = nobodyAgrees): MachinesParts {
  const { env, uid, paths, netd } = foundation;
  const elevation = rootPart("once");
  const tellMachines = () =>
    tellLanOfMachines(netd, readLanMachines(foundation), async () =>
      viasOf(await foundation.settings.read()),
    );
  return {
    ...listParts(foundation),
    uid,
    host: { memoryMiB: Math.floor(totalmem() / 1024 ** 2), cpus: availableParallelism() },
    mostRunning: mostRunningMachines,
    holdAirlock: (machine) => holdAirlock(netd, tellMachines, machine),
    async tellLan() {
      const told = await tellMachines();
      await refreshSshConfig(sshConfigFiles(env, paths), async () => {
        const machines = await readMachinesOf(paths)();
        return machines.ok ? sshConfigFor(paths, machines.value) : null;
      });
      return told;
    },
    async airlockLog(address) {
      const told = await netd.tell({ verb: "read-airlock", address });
      return told.ok ? ok(told.value?.airlock ?? null) : told;
    },
    async refusedForwards() {
      const status = await netd.status();
      return (status.ok ? status.value?.refusedForwards : null) ?? [];
    },
    lend: ({ major, minor, node }, machine) =>
      withConsent(elevation, consent, { do: "lend-device", device: node, machine }, () =>
        runOneShot(elevation, { do: "lend-device", major, minor }),
      ),
    keep: () => void startSupervisor(paths),
    leases: () => readLeases(uid),
    ...machineTaps(netd),
  };
}

/**
 * Reads the machines in the LAN: this computer's with its programs that are members by name, and those of
 * other computers that have joined it.
 */
export function readLanMachines(
  foundation: Pick<Foundation, "paths" | "settings">,
): () => Promise<Result<readonly LanMachine[]>> {
  return async () => {
    const [own, members, computers] = await Promise.all([
      readMachinesOf(foundation.paths)(),
      readMembers(foundation.paths.runtime),
      listComputers(foundation),
    ]);
    if (!own.ok) return own;
    const here = members.map(({ name, ...network }) => ({ name, network }));
    return ok(joinMachines([...own.value, ...here], joinedOf(computers)).machines);
  };
}

/** Reads the machines, without the broken ones. */
export function readMachinesOf(paths: Paths): () => Promise<Result<readonly MachineFile[]>> {
  return async () => {
    const stored = await readMachines(paths.machines);
    return stored.ok ? ok(stored.value.machines) : stored;
  };
}
