import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { until } from "../until.ts";

/** A libvirt of its own. */
export interface Libvirt {
  /** Runs `virsh` and returns its output; throws if it fails. */
  virsh(...args: readonly string[]): Promise<string>;
  /** Ends its machines and itself, and removes its files. */
  close(): Promise<void>;
}

/**
 * Runs QEMU as root, without features that reach for the rest of the system: the names below /etc
 * and /var are its own, and no service puts its machines into control groups.
 */
const qemuConf = `user = "root"
group = "root"
dynamic_ownership = 0
security_driver = "none"
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
`;

/** libvirt uses fixed folders, so it gets layers of its own above them, which end with it. */
const script = `set -eu
for name in etc var; do
  mkdir -p "$1/$name" "$1/$name-work"
  mount -t overlay overlay -o "lowerdir=/$name,upperdir=$1/$name,workdir=$1/$name-work" "/$name"
done
# Debian's libvirt does not begin without them, though it is told to use root.
echo "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin" >> /etc/passwd
echo "libvirt-qemu:x:64055:" >> /etc/group
exec libvirtd
`;

/** A bridge without address, rules or names. */
const wire = `<network><name>default</name><bridge name="virbr0" stp="off"/></network>`;

/**
 * Starts libvirt's daemon in the sandbox, with a network under the name of libvirt's default one.
 * @param network its description, named `default`
 */
export async function startLibvirt(network = wire): Promise<Libvirt> {
  const folder = mkdtempSync("/tmp/libvirt-");
  const layers = join(folder, "layers");
  mkdirSync(join(layers, "etc/libvirt"), { recursive: true });
  // Debian's package makes this folder with its default network, and the daemon requires it.
  mkdirSync(join(layers, "var/lib/libvirt/dnsmasq"), { recursive: true });
  writeFileSync(join(layers, "etc/libvirt/qemu.conf"), qemuConf);
  const daemon = spawn(
    "unshare",
    ["--mount", "--propagation", "private", "sh", "-c", script, "sh", layers],
    { stdio: "ignore" },
  );
  const ended = once(daemon, "exit");
  const virsh = async (...args: readonly string[]) =>
    (await execa("virsh", ["-q", "-c", "qemu:///system", ...args], { timeout: 120_000 })).stdout;
  await until("libvirt", () => virsh("version").catch(() => null));
  const description = join(folder, "network.xml");
  writeFileSync(description, network);
  await virsh("net-define", description);
  await virsh("net-start", "default");
  return {
    virsh,
    async close() {
      const running = (await virsh("list", "--name")).split("\n").filter((name) => name !== "");
      for (const name of running) await virsh("destroy", name);
      await virsh("net-destroy", "default");
      daemon.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
