import { pathsFrom } from "../../adapters/files/paths.ts";
import { removeSshConfig, sshConfigFiles } from "../../adapters/ssh/config-file.ts";
import type { Repair } from "../../contract/doctor/doctor.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { InventoryEntry } from "../../contract/lan/inventory.ts";
import { hostsFile } from "../../core/lan/names/hosts-block.ts";
import { optionsFile } from "../../core/root/one-shot-plan.ts";
import type { Environment } from "../base/environment.ts";

/** The tools for the removal of all traces. */
export interface TraceTools {
  readonly env: Environment;
  readonly readInventory: () => Promise<Result<readonly InventoryEntry[]>>;
  readonly repairs: (findings: readonly never[]) => Promise<readonly Repair[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

/**
 * Switches the LAN off, by `lanDown`, and undoes changes that outlast it: rules in other firewalls,
 * options of modules, names in the hosts file, ssh's Include. Root is asked only if something of
 * root's is left.
 */
export async function removeTraces(
  tools: TraceTools,
  lanDown: () => Promise<Result<void>>,
): Promise<Result<void>> {
  // Read the log first: it lists the rules, and is removed with the LAN.
  const read = await tools.readInventory();
  const inventory = read.ok ? read.value : [];
  const off = await lanDown();
  if (!off.ok) return off;
  const undo = [
    ...(inventory.some(({ kind }) => kind === "foreign-rule") ? ["firewall-undo"] : []),
    ...(inventory.some(({ what }) => what === optionsFile) ? ["guest-state-undo"] : []),
    ...(inventory.some(({ what }) => what === hostsFile) ? ["host-names-undo"] : []),
  ];
  const known = undo.length === 0 ? [] : await tools.repairs([]);
  for (const repair of known.filter(({ id }) => undo.includes(id))) {
    const done = await tools.carryOut(repair);
    if (!done.ok) return done;
  }
  const paths = pathsFrom(tools.env, process.getuid?.() ?? 0);
  const removed = await removeSshConfig(sshConfigFiles(tools.env, paths));
  return removed.ok ? ok(undefined) : removed;
}
