import { access, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { NetdLogEntry } from "../../contract/lan/netd.ts";
import type { InventoryFiles } from "../../core/lan/inventory.ts";
import { hostsFile } from "../../core/lan/names/hosts-block.ts";
import { optionsFile } from "../../core/root/one-shot-plan.ts";
import type { Paths } from "../files/paths.ts";
import { listLent } from "../image/block-device.ts";
import { hasHostsBlock } from "../net/host-names.ts";
import { readArguments } from "../process/process-identity.ts";
import { isSshConfigInstalled, type SshConfigFiles } from "../ssh/config-file.ts";
import { findSupervisor } from "../supervisor/lock.ts";

/** The folders in which files and processes of the LAN are searched. */
export interface InventoryPaths {
  readonly netdFolder: string;
  readonly paths: Paths;
  readonly sshConfig: SshConfigFiles;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name)).sort();
}

/** The folder of dnsmasq's files, and the beginning of this LAN's. */
const dnsmasqFolder = "/run/dnsmasq";
function dnsmasqPrefix(netdFolder: string): string {
  return `virtray-${basename(dirname(netdFolder))}-${basename(netdFolder)}.`;
}

/** Returns the files that exist: root's, the switch's, and those of one-shots. */
export async function findInventoryFiles({
  netdFolder,
  paths,
  sshConfig,
}: InventoryPaths): Promise<InventoryFiles> {
  const [ofRoot, ofNames, ofSwitch, hasOptions, hasNames, hasInclude] = await Promise.all([
    filesIn(netdFolder),
    filesIn(dnsmasqFolder),
    filesIn(paths.switchFolder),
    access(optionsFile).then(
      () => true,
      () => false,
    ),
    hasHostsBlock(),
    isSshConfigInstalled(sshConfig),
  ]);
  return {
    passing: [
      ...ofRoot,
      ...ofNames.filter((path) => basename(path).startsWith(dnsmasqPrefix(netdFolder))),
      ...ofSwitch,
    ],
    lasting: [
      ...(hasOptions ? [optionsFile] : []),
      ...(hasNames ? [hostsFile] : []),
      ...(hasInclude ? [sshConfig.part, sshConfig.own] : []),
    ],
  };
}

/**
 * Lists disks of this computer that are lent to machines, and processes that still have one open
 * without a machine.
 */
export async function findInventoryDevices({
  netdFolder,
}: InventoryPaths): Promise<readonly string[]> {
  return (await listLent(netdFolder)).map(({ node, stillOpen }) =>
    stillOpen === null ? node : `${node}: ${stillOpen.program} (${stillOpen.pid})`,
  );
}

/**
 * Returns netd, its dnsmasq, the switch and the supervisor, as far as they run. `log`: netd's,
 * which names dnsmasq.
 */
export async function findInventoryProcesses(
  { netdFolder, paths }: InventoryPaths,
  netdPid: number | null,
  log: readonly NetdLogEntry[],
): Promise<readonly string[]> {
  const started = log.flatMap(
    ({ outcome }) => /^dnsmasq started: pid (\d+)$/.exec(outcome)?.[1] ?? [],
  );
  const own = join(dnsmasqFolder, dnsmasqPrefix(netdFolder));
  const serving: string[] = [];
  for (const pid of new Set(started)) {
    const isOurs = (await readArguments(Number(pid))).some((word) => word.includes(own));
    if (isOurs) serving.push(`dnsmasq (${pid})`);
  }
  const text = await readFile(join(paths.switchFolder, "switch.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  const words = Number.isSafeInteger(pid) && pid > 0 ? await readArguments(pid) : [];
  const isSwitch = words.includes(join(paths.switchFolder, "lan.mgmt"));
  // Without a LAN it runs for machines.
  const supervisor = isSwitch || netdPid !== null ? await findSupervisor(paths) : null;
  return [
    ...(netdPid === null ? [] : [`netd (${netdPid})`]),
    ...serving,
    ...(isSwitch ? [`vde_switch (${pid})`] : []),
    ...(supervisor === null ? [] : [`virtray supervisor (${supervisor.pid})`]),
  ];
}
