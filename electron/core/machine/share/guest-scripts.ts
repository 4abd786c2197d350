import type { ShareWay } from "../../../contract/machine/share.ts";
import { quoteForShell } from "../ssh-args.ts";

/** The exit codes by which our scripts in a guest tell what is missing there. */
export const shareFaults = { noDriver: 91, noProgram: 92, noFolder: 93, busy: 94 } as const;

/** The prefix of the names by which a guest finds our devices; nobody else's mounts have it. */
export const tagPrefix = "virtray-";

/** A share as a guest mounts it. */
export interface GuestMount {
  readonly guestFolder: string;
  readonly readOnly: boolean;
  /** The name of the device, or of the file system that comes by ssh. */
  readonly tag: string;
}

/** Prints the numbers of a user of the guest and the user's group; those of the first one if it has none. */
export function idsScript(user: string | null): string {
  const who = quoteForShell(user ?? "root");
  return `id -u ${who} 2>/dev/null || echo 1000; id -g ${who} 2>/dev/null || echo 1000`;
}

/** Ends with 0 if a share is mounted. */
export function isMountedScript({ tag, guestFolder }: GuestMount): string {
  return `grep -qF ${quoteForShell(`${tag} ${guestFolder} `)} /proc/mounts`;
}

/** Mounts a device of ours, unless it is mounted. */
export function mountDeviceScript(mount: GuestMount): string {
  const { guestFolder, readOnly, tag } = mount;
  const place = quoteForShell(guestFolder);
  return [
    `${isMountedScript(mount)} && exit 0`,
    "grep -qw virtiofs /proc/filesystems || modprobe virtiofs 2>/dev/null",
    `grep -qw virtiofs /proc/filesystems || exit ${shareFaults.noDriver}`,
    `mkdir -p ${place} || exit ${shareFaults.noFolder}`,
    // The guest has to find the new device first.
    "tries=0",
    `until said=$(mount -t virtiofs${readOnly ? " -o ro" : ""} ${tag} ${place} 2>&1); do`,
    'tries=$((tries + 1)); if [ "$tries" -gt 20 ]; then echo "$said" >&2; exit 1; fi; sleep 0.5',
    "done",
  ].join("\n");
}

/** Checks whether a guest can mount a file system that comes by ssh, and makes the folder for it. */
export function prepareSshfsScript({ guestFolder }: GuestMount): string {
  return [
    `command -v sshfs >/dev/null 2>&1 || exit ${shareFaults.noProgram}`,
    "[ -e /dev/fuse ] || modprobe fuse 2>/dev/null",
    `mkdir -p ${quoteForShell(guestFolder)} || exit ${shareFaults.noFolder}`,
  ].join("\n");
}

/**
 * Runs sshfs in a guest on its standard streams: the other end of them serves the files. Newer ones call
 * that passive, older ones slave.
 */
export function sshfsScript(
  { guestFolder, readOnly, tag }: GuestMount,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): string {
  const options = [
    ...["allow_other", "default_permissions", `fsname=${tag}`, `uid=${uid}`, `gid=${gid}`],
    ...(readOnly ? ["ro"] : []),
  ].join(",");
  return [
    "way=slave; sshfs -h 2>&1 | grep -qw passive && way=passive",
    // Newer ones refuse links with “..”, as in node_modules, because they do not trust who serves.
    "links=; sshfs -h 2>&1 | grep -qw no_contain_symlinks && links=,no_contain_symlinks",
    `exec sshfs :${servedFolder} ${quoteForShell(guestFolder)} -f -o "$way$links,${options}"`,
  ].join("\n");
}

/** The name under which a served folder is all that there is for who serves it by ssh. */
export const servedFolder = "/share";

/** Unmounts a share; `force` takes it away from programs that use it. */
export function unmountScript(mount: GuestMount, force: boolean): string {
  const place = quoteForShell(mount.guestFolder);
  return [
    `${isMountedScript(mount)} || exit 0`,
    force ? `umount -l ${place}` : `umount ${place} || exit ${shareFaults.busy}`,
  ].join("\n");
}

/**
 * Takes away a share that nothing serves any more. Its file system is given up first, as else whatever looks
 * at the folder would wait for ever, and nobody waits for the end of unmounting, which may not come.
 */
export function abandonScript(mount: GuestMount): string {
  const place = quoteForShell(mount.guestFolder);
  const isThere = isMountedScript(mount);
  return [
    `${isThere} || exit 0`,
    "connections=/sys/fs/fuse/connections",
    'grep -q " $connections " /proc/mounts || mount -t fusectl none $connections',
    "while read -r _ _ device _ place _; do",
    `[ "$place" = ${place} ] && echo 1 >"$connections/\${device#*:}/abort"`,
    "done </proc/self/mountinfo",
    `umount -l ${place} >/dev/null 2>&1 &`,
    `tries=0; while ${isThere} && [ "$tries" -lt 20 ]; do tries=$((tries + 1)); sleep 0.2; done`,
    `${isThere} && exit ${shareFaults.busy}`,
    "exit 0",
  ].join("\n");
}

/** Returns the word before a script for a user who may not mount. */
export function asRoot(script: string): string {
  const quoted = quoteForShell(script);
  return `if [ "$(id -u)" = 0 ]; then exec sh -c ${quoted}; else exec sudo -n sh -c ${quoted}; fi`;
}

/** Returns the name of a share's device: another one each time, as a dead one may linger in the guest. */
export function tagOf(way: ShareWay, number: number): string {
  return `${tagPrefix}${way === "virtiofs" ? "" : "ssh-"}${number}`;
}
