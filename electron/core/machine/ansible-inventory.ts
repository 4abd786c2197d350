import type { MachineFile } from "../../contract/machine/machine.ts";
import { hostKeyChecking, quoted } from "./ssh-args.ts";

/** The variables of one host, as Ansible's ssh connection reads them. */
export interface AnsibleHost {
  readonly ansible_host: string;
  readonly ansible_user?: string;
  readonly ansible_ssh_private_key_file?: string;
  readonly ansible_ssh_common_args: string;
}

/** The answer to `--list`: groups with their hosts, and the variables of all hosts at once. */
export interface AnsibleInventory {
  readonly _meta: { readonly hostvars: Readonly<Record<string, AnsibleHost>> };
  readonly [group: string]:
    | { readonly hosts: readonly string[] }
    | { readonly hostvars: Readonly<Record<string, AnsibleHost>> };
}

/** The file of a machine's host keys. */
export interface KnownHosts {
  readonly path: string;
  /** Whether it holds any; then no other one is accepted. */
  readonly isKnown: boolean;
}

/** Returns the variables of a machine. */
export function ansibleHost(
  { network, user, identities = [] }: MachineFile,
  { path, isKnown }: KnownHosts,
): AnsibleHost {
  const [key] = identities;
  // Ansible cuts the arguments as a shell does.
  const inShell = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const file = inShell(`UserKnownHostsFile=${quoted(path)}`);
  return {
    ansible_host: network.address,
    ...(user === undefined ? {} : { ansible_user: user }),
    ...(key === undefined ? {} : { ansible_ssh_private_key_file: key }),
    ansible_ssh_common_args: `-o ${file} -o ${hostKeyChecking(isKnown)}`,
  };
}

/**
 * Returns all machines as Ansible's dynamic inventory. The groups are `virtray`, `running`, and `tag_…`
 * for each tag, with underscores for what Ansible allows in no group's name.
 */
export function ansibleInventory(
  machines: readonly {
    readonly definition: MachineFile;
    readonly isRunning: boolean;
    readonly knownHosts: KnownHosts;
  }[],
): AnsibleInventory {
  const groups = new Map<string, string[]>([
    ["virtray", []],
    ["running", []],
  ]);
  for (const { definition, isRunning } of machines) {
    const { name, tags = [] } = definition;
    const own = tags.map((tag) => `tag_${tag.replace(/[^a-z0-9_]/g, "_")}`);
    for (const group of new Set(["virtray", ...(isRunning ? ["running"] : []), ...own])) {
      groups.set(group, [...(groups.get(group) ?? []), name]);
    }
  }
  const hostvars = machines.map(({ definition, knownHosts }) => [
    definition.name,
    ansibleHost(definition, knownHosts),
  ]);
  return {
    ...Object.fromEntries([...groups].map(([group, hosts]) => [group, { hosts }])),
    _meta: { hostvars: Object.fromEntries(hostvars) },
  };
}
