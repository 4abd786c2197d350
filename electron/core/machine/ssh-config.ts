import { lanDomain } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { quoted } from "./ssh-args.ts";

/**
 * Renders the part of ssh's configuration with an entry for each machine (ssh_config(5)).
 * `knownHosts` returns the file of a machine's host keys: each has its own, because addresses are
 * used again by other machines, whose keys must not look like an attack.
 */
export function renderSshConfig(
  machines: readonly MachineFile[],
  knownHosts: (id: string) => string,
): string {
  const blocks = machines.map(({ id, name, user, identities = [], network }) =>
    [
      // ssh takes the first value of an option, so that this one precedes that of the entry.
      `Match originalhost ${name},${name}.${lanDomain} exec "test -s ${forTest(knownHosts(id))}"`,
      "  StrictHostKeyChecking yes",
      `Host ${name} ${name}.${lanDomain}`,
      `  HostName ${network.address}`,
      ...(user === undefined ? [] : [`  User ${user}`]),
      ...identities.map((file) => `  IdentityFile ${quoted(file)}`),
      `  UserKnownHostsFile ${quoted(knownHosts(id))}`,
      "  StrictHostKeyChecking accept-new",
      "",
    ].join("\n"),
  );
  return ["# Written by Virtray at each change of a machine.\n", ...blocks].join("\n");
}

/**
 * Quotes a path for the shell that `Match exec` starts. Quotes and backslashes do not survive ssh's own
 * reading, so a pattern stands for them; a control character ends a line there, so it is one too.
 */
function forTest(path: string): string {
  const safe = path.replaceAll("%", "%%").replace(/["'\\\p{Cc}]/gu, "'?'");
  return `'${safe}'`;
}

const mark = "# Virtray: machines by their names. To take it back: virtray ssh-config remove";

/** Returns the two lines in the user's own configuration that include ours. */
export function includeLines(path: string): readonly [string, string] {
  return [mark, `Include ${quoted(path)}`];
}

/** Returns the user's configuration without our lines; all else stays byte for byte. */
export function withoutInclude(text: string): string {
  const lines = text.split("\n");
  const at = lines.indexOf(mark);
  if (at === -1) return text;
  const isOurs = lines[at + 1]?.startsWith("Include ") === true;
  // The empty line that we added below is removed with them.
  const count = isOurs ? (lines[at + 2] === "" ? 3 : 2) : 1;
  lines.splice(at, count);
  return lines.join("\n");
}

/**
 * Returns the user's configuration with our lines, which come first, because lines below a `Host`
 * belong to it.
 */
export function withInclude(text: string, path: string): string {
  return [...includeLines(path), "", withoutInclude(text)].join("\n");
}
