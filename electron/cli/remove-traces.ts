import { pathsFrom } from "../adapters/paths.ts";
import { removeSshConfig, sshConfigFiles } from "../adapters/ssh-config-file.ts";
import type { Repair } from "../contract/doctor.ts";
import { ok, type Result } from "../contract/errors.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { optionsFile } from "../core/once-plan.ts";
import type { NetworkService } from "../services/interfaces.ts";
import { lanCommand } from "./network-commands.ts";
import { finish, type Voice } from "./output.ts";

/** What the removal of all traces works with. */
export interface TraceTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readLedger: () => Promise<Result<readonly LedgerEntry[]>>;
  readonly repairs: (findings: readonly never[]) => Promise<readonly Repair[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

/**
 * Takes back what was done once and outlasts the LAN: rules in other firewalls, options of modules,
 * ssh's Include. Root is asked for only where there is something of root's. The LAN is off already,
 * but its log, which tells of the rules, was read before.
 */
async function removeTraces(
  tools: TraceTools,
  ledger: readonly LedgerEntry[],
): Promise<Result<void>> {
  const undo = [
    ...(ledger.some(({ kind }) => kind === "foreign-rule") ? ["firewall-undo"] : []),
    ...(ledger.some(({ what }) => what === optionsFile) ? ["guest-state-undo"] : []),
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

/** `virtray lan down --all-traces` */
export async function downWithTracesCommand(
  tools: TraceTools,
  network: NetworkService,
  voice: Voice,
): Promise<number> {
  const ledger = await tools.readLedger();
  const off = await network.down();
  const removed = off.ok ? await removeTraces(tools, ledger.ok ? ledger.value : []) : off;
  return removed.ok ? lanCommand(network, voice, null) : finish(voice, removed, () => {});
}
