import type { FarCreate } from "../../contract/computer/far-create.ts";

/** Returns the words of the command that creates a machine; each value is parsed, and none is an option. */
export function farCreateWords(request: FarCreate): readonly string[] {
  const { name, template, memoryMiB, cpus, address, diskBytes, user, sshKeys, proxy, agent } =
    request;
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${flag}=${value}`];
  return [
    ...["create", "--json", ...option("template", template), ...option("memory", memoryMiB)],
    ...[...option("cpus", cpus), ...option("address", address), ...option("user", user)],
    ...option("disk", diskBytes === undefined ? undefined : `${diskBytes / 1024}K`),
    ...[...option("proxy", proxy), ...(agent === false ? ["--no-agent"] : [])],
    ...sshKeys.flatMap((key) => option("public-key", key)),
    ...["--", name],
  ];
}
