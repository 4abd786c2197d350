import { execa } from "execa";
import { guestBase } from "./base.mjs";

/**
 * Runs a command in a test guest by ssh, as root.
 * @param {string} address
 * @param {string} command for the guest's shell
 * @param {{ timeout?: number, kernel?: import("./base.mjs").GuestKernel }} [options]
 *   milliseconds for all of it, 60 s unless told; the kernel that the guest was made with
 * @returns {Promise<string>} what it wrote to its standard output
 * @throws when the guest does not answer, or the command fails
 */
export async function guestRun(address, command, options = {}) {
  const { stdout } = await execa(
    "ssh",
    [...(await sshOptions(options.kernel)), `root@${address}`, command],
    {
      stdin: "ignore",
      timeout: options.timeout ?? 60_000,
    },
  );
  return stdout;
}

/**
 * Options by which ssh enters a test guest and leaves the user's own known hosts alone.
 * @param {import("./base.mjs").GuestKernel} [kernel] the one that the guest was made with
 */
export async function sshOptions(kernel) {
  const { key } = await guestBase(kernel);
  return [
    ...["-F", "none", "-i", key],
    ...["-o", "IdentitiesOnly=yes"],
    ...["-o", "BatchMode=yes"],
    ...["-o", "StrictHostKeyChecking=no"],
    ...["-o", "UserKnownHostsFile=/dev/null"],
    ...["-o", "LogLevel=ERROR"],
    ...["-o", "ConnectTimeout=10"],
  ];
}
