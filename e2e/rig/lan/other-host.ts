import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { CommandOutcome, Instance } from "../command.ts";

const project = join(import.meta.dirname, "../../..");

/** A computer as the command sees it: another processor, another KVM, another QEMU. */
export interface OtherHost {
  /** Sets the processor in /proc/cpuinfo. */
  processor(vendor: "GenuineIntel" | "AuthenticAMD", flags: string): void;
  /** Sets kvm_intel's emulate_invalid_guest_state; null if there is no such parameter. */
  option(value: "Y" | "N" | null): void;
  /** Sets whether /dev/kvm exists. */
  kvm(isThere: boolean): void;
  /** Shell text that the stand-in QEMU runs: for the test guest, and for a machine. */
  qemu(script: { readonly probe: string; readonly machine: string }): void;
  /** The arguments of modprobe's calls, oldest first; the stand-in sets the given parameter. */
  modprobed(): Promise<readonly string[]>;
  /** Runs the command there; never throws. */
  virtray(...args: readonly string[]): Promise<CommandOutcome>;
}

/**
 * Makes it for an instance, in mount namespaces of its commands' own. /dev, /etc/modprobe.d,
 * modprobe and QEMU are stand-ins, and all else is real; it runs inside the sandbox, as root.
 */
export function makeOtherHost({ folder, env }: Instance): OtherHost {
  const at = (...names: readonly string[]) => join(folder, "host", ...names);
  for (const name of ["bin", "dev", "sys/kvm_intel/parameters", "modprobe.d"]) {
    mkdirSync(at(name), { recursive: true });
  }
  const script = (path: string, text: string) => {
    writeFileSync(path, `#!/bin/bash\n${text}\n`);
    chmodSync(path, 0o755);
  };
  const parameter = at("sys/kvm_intel/parameters/emulate_invalid_guest_state");
  script(
    at("modprobe"),
    `echo "$*" >> ${at("modprobed")}
     for word; do case "$word" in emulate_invalid_guest_state=[01]) echo \${word##*=} | tr 01 NY > ${parameter};; esac; done`,
  );
  writeFileSync(at("modprobed"), "");
  const covered = `set -e
    mount --make-rprivate /
    mount --bind ${at("cpuinfo")} /proc/cpuinfo
    mount --rbind ${at("sys")} /sys/module
    mount --bind ${at("modprobe.d")} /etc/modprobe.d
    mount --bind ${at("modprobe")} "$(realpath /usr/sbin/modprobe)"
    mount -t tmpfs dev ${at("dev")}
    cp -a /dev/null /dev/zero /dev/random /dev/urandom /dev/tty /dev/net ${at("dev")}
    [ -e ${at("kvm")} ] && touch ${at("dev/kvm")}
    mount --rbind ${at("dev")} /dev
    exec "$0" "$@"`;
  return {
    processor: (vendor, flags) =>
      writeFileSync(at("cpuinfo"), `processor\t: 0\nvendor_id\t: ${vendor}\nflags\t\t: ${flags}\n`),
    option(value) {
      if (value === null) rmSync(parameter, { force: true });
      else writeFileSync(parameter, `${value}\n`);
    },
    kvm(isThere) {
      if (isThere) writeFileSync(at("kvm"), "");
      else rmSync(at("kvm"), { force: true });
    },
    qemu: ({ probe, machine }) =>
      script(
        at("bin/qemu-system-x86_64"),
        `case "$*" in
           *-debugcon*) ${probe} ;;
           *-uuid*) ${machine} ;;
           "-netdev help") printf 'vde\\n' ;;
           *) echo "QEMU emulator version 7.2" ;;
         esac`,
      ),
    async modprobed() {
      const { stdout } = await execa("cat", [at("modprobed")]);
      return stdout.split("\n").filter((line) => line !== "");
    },
    async virtray(...args) {
      if (!existsSync(at("cpuinfo"))) throw new Error("which processor?");
      const command = [process.execPath, join(project, "build/virtray.mjs"), ...args];
      const done = await execa("unshare", ["--mount", "bash", "-c", covered, ...command], {
        env: { ...env, PATH: `${at("bin")}:${env["PATH"]}` },
        ...{ extendEnv: false, reject: false, stdin: "ignore" },
      });
      return { exitCode: done.exitCode, stdout: done.stdout, stderr: done.stderr };
    },
  };
}
