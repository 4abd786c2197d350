import { describe, expect, it } from "vitest";
import { appError } from "../../contract/errors/app-error.ts";
import {
  explainFailedStart,
  explainUnexpectedEnd,
  type MessageContext,
  telling,
} from "./qemu-messages.ts";

const context: MessageContext = {
  name: "web",
  diskPath: "/d/web.img",
  diskHolder: "qemu-system-x86 (42)",
  hypervisor: "VBoxHeadless (7)",
};

/** QEMU 7.2's messages, and the errors for them. */
const cases = [
  [
    [
      `qemu-system-x86_64: -device virtio-blk-pci,drive=disk0,bootindex=0: Failed to get "write" lock`,
      "Is another process using the image [/d/web.img]?",
    ],
    appError("disk-in-use", { path: "/d/web.img", by: "qemu-system-x86 (42)" }),
  ],
  [
    [
      "Could not access KVM kernel module: Permission denied",
      "qemu-system-x86_64: -accel kvm: failed to initialize kvm: Permission denied",
    ],
    appError("kvm-denied", {}),
  ],
  [
    [
      "Could not access KVM kernel module: No such file or directory",
      "qemu-system-x86_64: -accel kvm: failed to initialize kvm: No such file or directory",
    ],
    appError("kvm-missing", {}),
  ],
  [
    [
      "ioctl(KVM_CREATE_VM) failed: 16 Device or resource busy",
      "qemu-system-x86_64: -accel kvm: failed to initialize kvm: Device or resource busy",
    ],
    appError("kvm-busy", { by: "VBoxHeadless (7)" }),
  ],
  [
    [
      "qemu-system-x86_64: error: failed to set MSR 0x10a to 0x69",
      "qemu-system-x86_64: ../../target/i386/kvm/kvm.c:3183: kvm_buf_set_msrs: Assertion `ret == cpu->kvm_msr_buf->nmsrs' failed.",
    ],
    appError("kvm-broken", { detail: "error: failed to set MSR 0x10a to 0x69" }),
  ],
  [
    ["KVM: entry failed, hardware error 0x80000021", "", "EAX=00000000 EBX=00000000"],
    appError("kvm-guest-state", { detail: "KVM: entry failed, hardware error 0x80000021" }),
  ],
  [
    ["KVM: entry failed, hardware error 0x7"],
    appError("kvm-broken", { detail: "KVM: entry failed, hardware error 0x7" }),
  ],
  [
    ["qemu-system-x86_64: unable to find CPU model 'host': CPU model 'host' requires KVM or HVF"],
    appError("cpu-needs-kvm", {}),
  ],
  [
    [
      `qemu-system-x86_64: -blockdev {"driver":"raw"}: Could not open '/d/web.img': No such file or directory`,
    ],
    appError("disk-missing", { path: "/d/web.img" }),
  ],
  [
    [
      `qemu-system-x86_64: -blockdev {"driver":"raw"}: Could not open '/d/web.img': Permission denied`,
    ],
    appError("file-denied", { path: "/d/web.img" }),
  ],
  [
    [
      `qemu-system-x86_64: -blockdev {"driver":"raw"}: Could not open '/d/other.img': Read-only file system`,
    ],
    appError("file-failed", { path: "/d/other.img", fault: "read-only" }),
  ],
  [
    [
      `qemu-system-x86_64: -blockdev {"driver":"qcow2","file":{"filename":"/d/web.img"}}: Could not open '/d/web.img': qcow2: Image is corrupt; cannot be opened read/write`,
    ],
    appError("image-damaged", { path: "/d/web.img", damage: "marked" }),
  ],
  [
    [
      "qemu-system-x86_64: cannot create PID file: Cannot lock pid file: Resource temporarily unavailable",
    ],
    appError("machine-running", { name: "web" }),
  ],
  [
    [
      "qemu-system-x86_64: -vnc 127.0.0.1:1: Failed to find an available port: Address already in use",
      "",
    ],
    appError("machine-start-failed", {
      name: "web",
      detail: "-vnc 127.0.0.1:1: Failed to find an available port: Address already in use",
    }),
  ],
  [[], appError("machine-start-failed", { name: "web", detail: "ended-silently" })],
] as const;

describe("QEMU's log", () => {
  it.each(cases)("explains a failed start: %j", (log, expected) => {
    expect(explainFailedStart(log, context)).toEqual({ ...expected, cause: log.join("\n") });
  });

  it("does not explain an end after mere warnings", () => {
    const log = ["qemu-system-x86_64: warning: hub 1 is not connected to host network", ""];
    expect(explainUnexpectedEnd(log, context)).toBeNull();
  });

  it("leaves out the messages of every start", () => {
    const log = [
      "qemu-system-x86_64: warning: hub port sink0 has no peer",
      "qemu-system-x86_64: warning: hub 1 is not connected to host network",
      "qemu-system-x86_64: warning: netdev sink0 has no peer",
      "qemu-system-x86_64: warning: hub port card0 has no peer",
      "qemu-system-x86_64: terminating on signal 15",
    ];
    expect(telling(log)).toEqual(log.slice(3));
  });

  it("is quoted if the last message is unknown", () => {
    const log = ["qemu-system-x86_64: warning: hub 1", "qemu-system-x86_64: Bus error", ""];
    expect(explainUnexpectedEnd(log, context)).toMatchObject({
      code: "machine-died",
      params: { name: "web", detail: "Bus error" },
    });
  });
});
