import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { makeOtherHost, type OtherHost } from "../../../e2e/rig/lan/other-host.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { findHypervisor } from "../../adapters/process/running-programs.ts";
import type { MachineJson } from "../../contract/app/cli.ts";
import type { FindingJson } from "../../contract/app/cli-care.ts";
import { probeWord } from "../../core/machine/acceleration/acpi-probe-guest.ts";

/** QEMU's message when KVM cannot run a guest's state. */
const dump = [
  "KVM: entry failed, hardware error 0x80000021",
  "",
  "If you're running a guest on an Intel machine without unrestricted mode",
  "support, the failure can be most likely due to the guest entering an invalid",
  "state for Intel VT. For example, the guest maybe running in big real mode",
  "which is not supported on less recent Intel processors.",
  "",
  "EAX=00000010 EBX=00000000 ECX=00000000 EDX=00000000",
  "EIP=0000fff0 EFL=00000002 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0",
];
const say = (lines: readonly string[]) =>
  `printf '%s\\n' ${lines.map((line) => `'${line.replaceAll("'", "'\\''")}'`).join(" ")} >&2`;
const runs = `printf '${probeWord}'; exec sleep 60`;
const seenWith = "KVM could not run a state of a guest (hardware error 0x80000021), seen with: ";

let instance: Instance;
let host: OtherHost;

beforeAll(() => {
  instance = makeInstance();
  host = makeOtherHost(instance);
});

beforeEach(() => {
  host.processor("GenuineIntel", "fpu vmx");
  host.option("Y");
  host.kvm(true);
  host.qemu({ probe: runs, machine: "exit 1" });
});

afterAll(() => instance?.close());

/** Returns the doctor's findings about KVM there. */
async function examined(): Promise<readonly FindingJson[]> {
  const { stdout } = await host.virtray("doctor", "--json");
  const about = new Set(["kvm", "guest-state", "kvm-option"]);
  return (JSON.parse(stdout) as readonly FindingJson[]).filter(({ id }) => about.has(id));
}

const well = { todo: null, why: null, repair: null, repairs: [] };
const works: FindingJson = { id: "kvm", level: "ok", what: "KVM works here.", ...well };
const optionSet: FindingJson = {
  ...{ id: "kvm-option", level: "info", why: null },
  what: "The KVM option emulate_invalid_guest_state=0 is set.",
  todo: "This option helps against “hardware error 0x80000021”, and can be undone.",
  repair: "guest-state-undo-now",
  repairs: ["guest-state-undo-now", "guest-state-undo"],
};

/** The finding about KVM itself, by its text. */
const failing = (what: string, todo: string | null, repairs: readonly string[] = []) => ({
  ...{ id: "kvm", level: "warning", what, todo, repair: repairs[0] ?? null, repairs },
});

describe("each way in which KVM fails, by the doctor", () => {
  it.each([
    [
      "Could not access KVM kernel module: Permission denied",
      failing(
        "Your account may not open /dev/kvm.",
        "Join the group, then log in again: sudo usermod -aG kvm $USER",
        ["kvm", "kvm-access"],
      ),
    ],
    [
      "Could not access KVM kernel module: No such file or directory",
      failing(
        "/dev/kvm does not exist: the kernel module is not loaded, or virtualisation is off in the firmware.",
        "Load the module: sudo modprobe kvm_intel (or kvm_amd). If that fails, switch on VT-x or AMD-V in the firmware.",
        ["kvm"],
      ),
    ],
    [
      "ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy",
      failing(
        "Another hypervisor uses the processor’s virtualisation.",
        "End VirtualBox or VMware.",
      ),
    ],
    [
      "qemu-system-x86_64: unable to find CPU model 'host': CPU model 'host' requires KVM or HVF",
      failing(
        "The processor model “host” exists with KVM only, and QEMU was started without KVM.",
        "Set the machine’s acceleration to automatic: emulation then uses the model “max”.",
      ),
    ],
    [
      "qemu-system-x86_64: error: failed to set MSR 0x480 to 0x0",
      failing(
        "KVM does not work here: the details show its message.",
        "Please report this with the file that “virtray doctor --bundle FILE” writes.",
      ),
    ],
  ])("refused: %s", async (message, expected) => {
    host.qemu({ probe: `${say([message])}; exit 1`, machine: "exit 1" });
    expect(await examined()).toEqual([{ ...expected, why: message }]);
  });

  it("held by VirtualBox: names it", async () => {
    const argv0 = "/usr/lib/virtualbox/VBoxHeadless";
    const box = spawn("sleep", ["60"], { argv0, stdio: "ignore" });
    try {
      expect(await until("VirtualBox", findHypervisor)).toBe(`VBoxHeadless (${box.pid})`);
      const message = "ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy";
      host.qemu({ probe: `${say([message])}; exit 1`, machine: "exit 1" });
      expect((await examined())[0]?.what).toBe(
        `Another hypervisor uses the processor’s virtualisation: VBoxHeadless (${box.pid}).`,
      );
    } finally {
      await endChild(box);
    }
  });

  it("refused because of a register that the outer hypervisor keeps: runs without it", async () => {
    const msr = "qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69";
    host.qemu({
      probe: `case "$*" in *-arch-capabilities*) ${runs};; *) ${say([msr])}; kill -ABRT $$;; esac`,
      machine: "exit 1",
    });
    expect(await examined()).toEqual([works]);
  });

  it("opening, but the guest stays in its firmware", async () => {
    host.qemu({ probe: "exec sleep 60", machine: "exit 1" });
    expect(await examined()).toEqual([
      {
        ...failing(
          "KVM can be opened here, but a test guest did not get past its firmware within 2 s.",
          "This computer is probably a virtual machine itself: switch on nested virtualisation on its host.",
        ),
        why: null,
      },
    ]);
  });

  it.each([
    ["GenuineIntel", "fpu vmx", "kvm"],
    ["AuthenticAMD", "fpu svm", "kvm"],
    ["GenuineIntel", "fpu", null],
  ] as const)("absent: on %s with %s the module can be loaded: %s", async (vendor, flags, id) => {
    host.processor(vendor, flags);
    host.kvm(false);
    expect(await examined()).toEqual([
      {
        ...failing(
          "/dev/kvm does not exist: the kernel module is not loaded, or virtualisation is off in the firmware.",
          "Load the module: sudo modprobe kvm_intel (or kvm_amd). If that fails, switch on VT-x or AMD-V in the firmware.",
          id === null ? [] : [id],
        ),
        why: null,
      },
    ]);
  });

  it("halting the test guest in a state that it cannot run", async () => {
    host.qemu({ probe: `${say(dump)}; exec sleep 60`, machine: "exit 1" });
    const [kvm, state] = await examined();
    expect([kvm?.what, state?.what, state?.repairs]).toEqual([
      "KVM could not run the guest in its current state: the details show its message.",
      `${seenWith}QEMU.`,
      ["guest-state", "guest-state-always"],
    ]);
  });
});

describe("hardware error 0x80000021 of a machine", () => {
  const fix: FindingJson = {
    ...{ id: "guest-state", level: "error", what: `${seenWith}web.`, why: null },
    todo: "A KVM option works around this: shut down all machines, set the option, and start the machines again.",
    repair: "guest-state",
    repairs: ["guest-state", "guest-state-always"],
  };
  const hint: FindingJson = {
    ...{ id: "guest-state", level: "error", what: `${seenWith}web.`, why: null },
    todo: "Kernels around 5.15 fail this way when the TDP MMU is on: switch the TDP MMU off and restart this computer, or use another kernel. If the error stays, report it: the registers are in the support report.",
    repair: null,
    repairs: [],
  };
  const startAndFail = () => host.virtray("start", "web", "--json");

  beforeAll(async () => {
    const disk = join(instance.folder, "web.qcow2");
    await sh("qemu-img", "create", "-q", "-f", "qcow2", disk, "16M");
    await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "kvm");
  });

  beforeEach(() => host.qemu({ probe: runs, machine: `${say(dump)}; exit 1` }));

  it("offers no repair before the error has occurred", async () => {
    expect(await examined()).toEqual([works]);
  });

  it("reports it at the machine, and offers the repair at the finding", async () => {
    expect((await startAndFail()).exitCode).toBe(1);
    const [web] = await instance.json<readonly MachineJson[]>("list");
    expect([web?.status, web?.problemCode]).toEqual(["failed", "kvm-guest-state"]);
    expect(await examined()).toEqual([works, fix]);
  });

  it("offers the option only where it helps, and advice otherwise", async () => {
    host.processor("AuthenticAMD", "fpu svm");
    expect(await examined()).toEqual([works, hint]);
    host.processor("GenuineIntel", "fpu vmx");
    host.option(null);
    expect(await examined()).toEqual([works, hint]);
    host.option("N");
    expect(await examined()).toEqual([works, hint, optionSet]);
  });

  it("keeps its registers for the report, also when the machine is started anew", async () => {
    host.qemu({ probe: runs, machine: "exit 1" });
    await startAndFail();
    const report = join(instance.folder, "report.tar.gz");
    await host.virtray("doctor", "--bundle", report);
    expect(await sh("tar", "-xzOf", report, "kvm/web.txt")).toBe(dump.join("\n"));
  });

  it("offers the option for this boot, and takes it back as well", async () => {
    const done = await host.virtray("doctor", "--repair", "guest-state", "--yes");
    expect([done.exitCode, done.stderr]).toEqual([0, ""]);
    expect(await host.modprobed()).toEqual([
      "-r kvm_intel",
      "kvm_intel emulate_invalid_guest_state=0",
    ]);
    host.option("N");
    expect(await examined()).toEqual([works, optionSet]);
    // If the error returns, the option did not suffice.
    await startAndFail();
    expect(await examined()).toEqual([works, optionSet]);

    await host.virtray("doctor", "--repair", "guest-state-undo-now", "--yes");
    expect((await host.modprobed()).at(-1)).toBe("kvm_intel emulate_invalid_guest_state=1");
  });

  it("offers a permanent file, and takes it back as well", async () => {
    const file = join(instance.folder, "host/modprobe.d/virtray.conf");
    host.qemu({ probe: runs, machine: `${say([...dump, "EFER=0"])}; exit 1` });
    await startAndFail();
    expect(await examined()).toEqual([works, fix]);
    await host.virtray("doctor", "--repair", "guest-state-always", "--yes");
    expect(await sh("tail", "-n", "1", file)).toContain(
      "options kvm_intel emulate_invalid_guest_state=0",
    );
    expect(await examined()).toEqual([works]);
    await host.virtray("doctor", "--repair", "guest-state-undo", "--yes");
    expect(await sh("ls", join(instance.folder, "host/modprobe.d"))).toBe("");
  });
});
