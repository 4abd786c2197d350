import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { type Instance, makeInstance } from "../command.ts";
import { makeUplink, type TestUplink } from "../lan/test-net.ts";
import { buildGuestDisk } from "./disk.mjs";

/** An instance whose machines are made with a key of its own. */
export interface KeyedInstance {
  readonly instance: Instance;
  readonly uplink: TestUplink;
  /** Makes a machine of 256 MiB with that key, starts it, and waits until it answers. */
  create(name: string, address: string): Promise<void>;
}

/**
 * Makes an instance with an uplink, the LAN on, and a template of the tiny guest with the extras. Its home
 * holds one key, which ssh does not try by itself; no key agent is asked.
 */
export async function makeKeyedInstance(extras: {
  readonly agent?: boolean;
  readonly sshfs?: boolean;
}): Promise<KeyedInstance> {
  const uplink = await makeUplink("eth0", 1);
  await uplink.addDefaultRoute(100);
  const instance = makeInstance();
  instance.env["HOME"] = instance.folder;
  delete instance.env["SSH_AUTH_SOCK"];
  mkdirSync(join(instance.folder, ".ssh"), { mode: 0o700 });
  const key = join(instance.folder, ".ssh/work_key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", ...extras });
  await instance.json("template", "add", "tiny", "--from", image, "--user", "root");
  await instance.json("lan", "up");
  return {
    instance,
    uplink,
    async create(name, address) {
      const own = ["--memory", "256", "--address", address, "--key", `${key}.pub`];
      await instance.json("create", name, "--template", "tiny", ...own);
      await instance.json("start", name);
      await instance.machine(name, (machine) => machine.reachable === true);
    },
  };
}
