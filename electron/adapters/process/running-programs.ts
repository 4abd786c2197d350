import { readdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readArguments } from "./process-identity.ts";

/**
 * Returns the first running process of one of some programs, as `lxpolkit (4711)`, among those of a
 * user, or of all (null); null if none runs. Programs are identified by the last part of their
 * argv[0].
 */
async function findRunning(names: readonly string[], uid: number | null): Promise<string | null> {
  const wanted = new Set(names);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const name = basename((await readArguments(pid))[0] ?? "");
      if (!wanted.has(name)) return null;
      const owner = uid === null ? null : await stat(`/proc/${pid}`).catch(() => null);
      return uid === null || owner?.uid === uid ? `${name} (${pid})` : null;
    }),
  );
  return found.find((each) => each !== null) ?? null;
}

/**
 * Agents that ask for passwords on polkit's behalf: desktops' own, and shells that contain one.
 * polkit does not report which one is registered, short of trying to take its place.
 */
const agents = [
  ...["polkit-gnome-authentication-agent-1", "polkit-kde-authentication-agent-1"],
  ...["polkit-mate-authentication-agent-1", "lxpolkit", "lxqt-policykit-agent", "xfce-polkit"],
  ...["gnome-shell", "cinnamon", "phosh", "cosmic-osd", "io.elementary.desktop.agent-polkit"],
  ...["dde-polkit-agent", "ukui-polkit", "hyprpolkitagent", "soteria", "budgie-polkit-dialog"],
];

/** Returns the agent that asks this user for passwords, with its pid; null if no known one runs. */
export function findAgent(uid: number): Promise<string | null> {
  return findRunning(agents, uid);
}

/**
 * Programs that run machines of VirtualBox and VMware, which claim the processor's virtualisation.
 */
const hypervisors = ["VBoxHeadless", "VirtualBoxVM", "vmware-vmx"];

/** Returns another hypervisor's running machine, with its pid; null if no known one runs. */
export function findHypervisor(): Promise<string | null> {
  return findRunning(hypervisors, null);
}
