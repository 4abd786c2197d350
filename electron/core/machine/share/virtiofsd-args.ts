/**
 * Builds the arguments of virtiofsd for a folder; its socket is the open file 3. It shuts itself in that
 * folder, so that no symbolic link leads out. `isNew`: it is the one of its own project, not QEMU's.
 */
export function virtiofsdArgs(folder: string, isNew: boolean): readonly string[] {
  return isNew
    ? ["--fd=3", `--shared-dir=${folder}`, "--sandbox=chroot", "--cache=auto"]
    : [
        "--fd=3",
        // A comma ends an option, and a backslash before it says that it does not.
        ...["-o", `source=${folder.replace(/[\\,]/g, "\\$&")}`],
        ...["-o", "sandbox=chroot", "-o", "modcaps=-mknod", "-o", "cache=auto"],
      ];
}
