import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { optionsFile } from "../core/once-plan.ts";
import { findKeeper } from "./keeper.ts";
import type { Paths } from "./paths.ts";
import { readArguments } from "./process-identity.ts";
import { isSshConfigInstalled, type SshConfigFiles } from "./ssh-config-file.ts";

/** Where files and processes of the LAN are looked for. */
export interface LedgerPlaces {
  readonly netdFolder: string;
  readonly paths: Paths;
  readonly sshConfig: SshConfigFiles;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name)).sort();
}

/** The files that are there: root's, the switch's, and what was written once. */
export async function findLedgerFiles({
  netdFolder,
  paths,
  sshConfig,
}: LedgerPlaces): Promise<readonly string[]> {
  const [ofRoot, ofSwitch, hasOptions, hasInclude] = await Promise.all([
    filesIn(netdFolder),
    filesIn(paths.switchFolder),
    access(optionsFile).then(
      () => true,
      () => false,
    ),
    isSshConfigInstalled(sshConfig),
  ]);
  return [
    ...ofRoot,
    ...ofSwitch,
    ...(hasOptions ? [optionsFile] : []),
    ...(hasInclude ? [sshConfig.part, sshConfig.own] : []),
  ];
}

/** netd, the switch and its keeper, as far as they run. */
export async function findLedgerProcesses(
  { paths }: LedgerPlaces,
  netdPid: number | null,
): Promise<readonly string[]> {
  const text = await readFile(join(paths.switchFolder, "switch.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  const words = Number.isSafeInteger(pid) && pid > 0 ? await readArguments(pid) : [];
  const keeper = await findKeeper(paths);
  const isSwitch = words.includes(join(paths.switchFolder, "lan.mgmt"));
  return [
    ...(netdPid === null ? [] : [`netd (${netdPid})`]),
    ...(isSwitch ? [`vde_switch (${pid})`] : []),
    ...(keeper === null ? [] : [`virtray keeper (${keeper.pid})`]),
  ];
}
