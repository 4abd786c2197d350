import { join } from "node:path";
import { describeHost, writeBundle } from "../../adapters/doctor/bundle-file.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { readGuestState } from "../../adapters/qemu/kvm-advice-log.ts";
import { readLogTail } from "../../adapters/qemu/log-tail.ts";
import { machineRuntime } from "../../adapters/qemu/runtime.ts";
import type { Finding } from "../../contract/doctor/doctor.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { Services } from "../base/services.ts";

/** The number of lines from each log. */
const logLines = 200;

/**
 * Writes findings, machines, network and the logs of QEMU and netd into one file. It leaves out
 * guests' consoles and seeds, keys, passwords, home folder and user name.
 */
export async function writeSupportBundle(
  { network, machines }: Pick<Services, "network" | "machines">,
  paths: Paths,
  version: string,
  findings: readonly Finding[],
  path: string,
): Promise<Result<void>> {
  const [found, lan, rootLog, host] = await Promise.all([
    machines.list(),
    network.read(),
    network.log(),
    describeHost(),
  ]);
  const logs = await Promise.all(
    found.machines.map(async ({ id, name }) => ({
      name: `logs/${name}.txt`,
      text: (await readLogTail(machineRuntime(paths, id).qemuLog, logLines)).join("\n"),
    })),
  );
  const kept = await Promise.all(
    found.machines.map(async ({ id, name }) => {
      const text = await readGuestState(join(paths.machines, id));
      return text === null ? [] : [{ name: `kvm/${name}.txt`, text }];
    }),
  );
  const json = (name: string, value: unknown) => ({
    name,
    text: `${JSON.stringify(value, null, 2)}\n`,
  });
  return writeBundle(path, [
    { name: "host.txt", text: `Virtray ${version}\n${host}` },
    json("findings.json", findings),
    json("machines.json", found),
    json("network.json", lan),
    json("root-log.json", rootLog.slice(-logLines)),
    ...logs,
    ...kept.flat(),
  ]);
}
