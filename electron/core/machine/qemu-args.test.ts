import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { buildQemuArgs } from "./qemu-args.ts";
import type { QemuFiles } from "./qemu-parts.ts";

const id = "3b0e4a53-6d0c-4f0e-9c43-0123456789ab";
const machine = sampleMachine({
  id,
  cpus: 2,
  network: { address: "192.168.100.1", mac: "52:54:00:67:89:ab", nic: "virtio" },
});

/** The last options: the devices by which a guest returns memory, and gets entropy. */
const givingBack = [
  ...["-device", "virtio-balloon-pci,free-page-reporting=on"],
  ...["-device", "virtio-rng-pci"],
];

/** The option for memory that a server of shared folders can be let into. */
const memory = (mib: number) =>
  `memory-backend-memfd,id=pc.ram,x-use-canonical-path-for-ramblock-id=off,size=${mib}M,share=on`;

function filesIn(folder: string): QemuFiles {
  return {
    pidFile: `${folder}/qemu.pid`,
    appQmp: `${folder}/app.qmp`,
    commandQmp: `${folder}/command.qmp`,
    keepQmp: `${folder}/keep.qmp`,
    serial: `${folder}/serial.sock`,
    serialLog: `${folder}/logs/serial.log`,
    vnc: `${folder}/vnc.sock`,
    vncPassword: `${folder}/vnc-password`,
    agent: `${folder}/agent.sock`,
    wake: `${folder}/wake.sock`,
  };
}

/** Splits a QEMU option list as QEMU does: at single commas, doubled ones are literal. */
function splitOptions(text: string): readonly string[] {
  return text
    .replaceAll(",,", "\0")
    .split(",")
    .map((part) => part.replaceAll("\0", ","));
}

/** Returns the value after an option; that of the n-th, if it occurs several times. */
function valueAfter(args: readonly string[], option: string, contains = ""): string {
  const at = args.findIndex((arg, i) => arg === option && (args[i + 1] ?? "").includes(contains));
  return args[at + 1] ?? "";
}

describe("the command line of QEMU", () => {
  it("of a machine on the LAN under KVM, whole", () => {
    expect(
      buildQemuArgs(
        machine,
        filesIn("/run/m"),
        { kind: "kvm", model: "host" },
        { socket: "/run/s/lan.ctl" },
      ),
    ).toEqual([
      "-no-user-config",
      "-nodefaults",
      ...["-display", "none"],
      ...["-name", "guest=web"],
      ...["-uuid", "3b0e4a53-6d0c-4f0e-9c43-0123456789ab"],
      ...["-machine", "pc,memory-backend=pc.ram"],
      ...["-object", memory(1024)],
      ...["-accel", "kvm"],
      ...["-cpu", "host"],
      ...["-smp", "2"],
      ...["-m", "1024"],
      ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
      ...["-pidfile", "/run/m/qemu.pid"],
      ...[
        "-blockdev",
        '{"driver":"qcow2","node-name":"disk0","discard":"unmap","detect-zeroes":"unmap","file":{"driver":"file","filename":"/disks/web.qcow2","discard":"unmap"},"backing":null}',
      ],
      ...["-device", "virtio-blk-pci,drive=disk0,bootindex=0"],
      ...["-netdev", "hubport,id=nic0,hubid=1"],
      ...["-netdev", "hubport,id=sink0,hubid=1"],
      ...["-device", "virtio-net-pci,netdev=nic0,mac=52:54:00:67:89:ab,romfile="],
      ...["-netdev", "vde,id=lan0,sock=/run/s/lan.ctl"],
      ...["-netdev", "hubport,id=lan0port,hubid=1,netdev=lan0"],
      ...["-chardev", "socket,id=app-qmp,path=/run/m/app.qmp,server=on,wait=off"],
      ...["-mon", "chardev=app-qmp,mode=control"],
      ...["-chardev", "socket,id=command-qmp,path=/run/m/command.qmp,server=on,wait=off"],
      ...["-mon", "chardev=command-qmp,mode=control"],
      ...["-chardev", "socket,id=keep-qmp,path=/run/m/keep.qmp,server=on,wait=off"],
      ...["-mon", "chardev=keep-qmp,mode=control"],
      ...[
        "-chardev",
        "socket,id=serial,path=/run/m/serial.sock,server=on,wait=off,logfile=/run/m/logs/serial.log,logappend=on",
      ],
      ...["-serial", "chardev:serial"],
      ...["-device", "virtio-serial-pci"],
      ...["-chardev", "socket,id=agent,path=/run/m/agent.sock,server=on,wait=off"],
      ...["-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"],
      ...["-device", "pvpanic", "-action", "panic=pause"],
      ...["-vga", "std"],
      ...["-vnc", "unix:/run/m/vnc.sock"],
      ...["-device", "virtio-tablet-pci"],
      ...givingBack,
    ]);
  });

  it("of an old guest under emulation, cable unplugged, with a display, whole", () => {
    const old: MachineFile = {
      ...machine,
      memoryMiB: 64,
      cpus: 1,
      disk: { path: '/disks/Ä "old", one.img', format: "raw", bus: "ide" },
      network: { ...machine.network, nic: "e1000" },
      vncDisplay: 7,
    };
    expect(buildQemuArgs(old, filesIn("/run/a,b"), { kind: "tcg" }, null)).toEqual([
      "-no-user-config",
      "-nodefaults",
      ...["-display", "none"],
      ...["-name", "guest=web"],
      ...["-uuid", "3b0e4a53-6d0c-4f0e-9c43-0123456789ab"],
      ...["-machine", "pc,memory-backend=pc.ram"],
      ...["-object", memory(64)],
      ...["-accel", "tcg"],
      ...["-cpu", "max"],
      ...["-smp", "1"],
      ...["-m", "64"],
      ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
      ...["-pidfile", "/run/a,b/qemu.pid"],
      ...[
        "-blockdev",
        '{"driver":"raw","node-name":"disk0","discard":"unmap","detect-zeroes":"unmap","file":{"driver":"file","filename":"/disks/Ä \\"old\\", one.img","discard":"unmap"}}',
      ],
      ...["-device", "ide-hd,drive=disk0,bootindex=0"],
      ...["-netdev", "hubport,id=nic0,hubid=1"],
      ...["-netdev", "hubport,id=sink0,hubid=1"],
      ...["-device", "e1000,netdev=nic0,mac=52:54:00:67:89:ab,romfile="],
      ...["-chardev", "socket,id=app-qmp,path=/run/a,,b/app.qmp,server=on,wait=off"],
      ...["-mon", "chardev=app-qmp,mode=control"],
      ...["-chardev", "socket,id=command-qmp,path=/run/a,,b/command.qmp,server=on,wait=off"],
      ...["-mon", "chardev=command-qmp,mode=control"],
      ...["-chardev", "socket,id=keep-qmp,path=/run/a,,b/keep.qmp,server=on,wait=off"],
      ...["-mon", "chardev=keep-qmp,mode=control"],
      ...[
        "-chardev",
        "socket,id=serial,path=/run/a,,b/serial.sock,server=on,wait=off,logfile=/run/a,,b/logs/serial.log,logappend=on",
      ],
      ...["-serial", "chardev:serial"],
      ...["-device", "virtio-serial-pci"],
      ...["-chardev", "socket,id=agent,path=/run/a,,b/agent.sock,server=on,wait=off"],
      ...["-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"],
      ...["-device", "pvpanic", "-action", "panic=pause"],
      ...["-vga", "std"],
      ...["-vnc", "unix:/run/a,,b/vnc.sock"],
      ...["-device", "virtio-tablet-pci"],
      ...["-object", "secret,id=vncpw,file=/run/a,,b/vnc-password"],
      ...["-vnc", "127.0.0.1:7,password-secret=vncpw"],
      ...givingBack,
    ]);
  });

  it("carries every path unharmed, whatever characters it has", () => {
    const path = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
      .filter((text) => !text.includes("\0"))
      .map((text) => `/${text}`);
    const hostile = fc.oneof(path, fc.constantFrom("/,", "/,,", "/a,id=x", '/"', "/\\", "/ -S"));
    fc.assert(
      fc.property(hostile, hostile, hostile, (disk, folder, socket) => {
        const wanted = { ...machine, disk: { ...machine.disk, path: disk } };
        const args = buildQemuArgs(wanted, filesIn(folder), { kind: "tcg" }, { socket });
        expect(JSON.parse(valueAfter(args, "-blockdev")).file).toEqual({
          driver: "file",
          filename: disk,
          discard: "unmap",
        });
        expect(splitOptions(valueAfter(args, "-chardev", "id=serial,"))).toEqual([
          "socket",
          "id=serial",
          `path=${folder}/serial.sock`,
          "server=on",
          "wait=off",
          `logfile=${folder}/logs/serial.log`,
          "logappend=on",
        ]);
        expect(splitOptions(valueAfter(args, "-netdev", "vde,"))).toEqual([
          "vde",
          "id=lan0",
          `sock=${socket}`,
        ]);
        // No part of a path may become an argument of its own.
        expect(args.length).toBe(
          buildQemuArgs(machine, filesIn("/f"), { kind: "tcg" }, { socket: "/s" }).length,
        );
      }),
    );
  });

  it("names the machine type that the machine began with", () => {
    const pinned = { ...machine, machineType: "pc-i440fx-6.2" };
    const args = buildQemuArgs(pinned, filesIn("/r"), { kind: "tcg" }, null);
    expect(valueAfter(args, "-machine")).toBe("pc-i440fx-6.2,memory-backend=pc.ram");
  });

  it("opens a disk of the host as one", () => {
    const disk = { path: "/dev/sdb", format: "raw", bus: "ide", device: { bytes: 512 } } as const;
    const args = buildQemuArgs({ ...machine, disk }, filesIn("/r"), { kind: "tcg" }, null);
    expect(valueAfter(args, "-blockdev")).toBe(
      '{"driver":"raw","node-name":"disk0","file":{"driver":"host_device","filename":"/dev/sdb"}}',
    );
  });

  it("names the base image of the first disk, and never leaves that to the disk", () => {
    const processor = { kind: "tcg" } as const;
    const base = '/t/a, "b"/base.qcow2';
    const args = buildQemuArgs(machine, filesIn("/f"), processor, null, base);
    expect(JSON.parse(valueAfter(args, "-blockdev"))).toMatchObject({
      "node-name": "disk0",
      backing: {
        driver: "qcow2",
        "read-only": true,
        file: { driver: "file", filename: base, "read-only": true },
        backing: null,
      },
    });
  });

  it("attaches further disks and a CD behind the disk that it boots from", () => {
    const processor = { kind: "tcg" } as const;
    const rich: MachineFile = {
      ...machine,
      disks: [
        { path: '/d/a, "b".qcow2', format: "qcow2", bus: "virtio" },
        { path: "/d/old.img", format: "raw", bus: "ide" },
      ],
      cdrom: "/iso/a, b.iso",
      seed: "/m/seed.img",
    };
    const bare = buildQemuArgs({ ...machine, seed: "/m/seed.img" }, filesIn("/f"), processor, null);
    const at = bare.indexOf("virtio-blk-pci,drive=disk0,bootindex=0");
    const added = [
      "-blockdev",
      '{"driver":"qcow2","node-name":"disk1","discard":"unmap","detect-zeroes":"unmap","file":{"driver":"file","filename":"/d/a, \\"b\\".qcow2","discard":"unmap"},"backing":null}',
      ...["-device", "virtio-blk-pci,drive=disk1"],
      "-blockdev",
      '{"driver":"raw","node-name":"disk2","discard":"unmap","detect-zeroes":"unmap","file":{"driver":"file","filename":"/d/old.img","discard":"unmap"}}',
      ...["-device", "ide-hd,drive=disk2"],
      "-blockdev",
      '{"driver":"raw","node-name":"cd0","read-only":true,"file":{"driver":"file","filename":"/iso/a, b.iso","read-only":true}}',
    ];
    expect(buildQemuArgs(rich, filesIn("/f"), processor, null)).toEqual(
      bare.toSpliced(at + 1, 0, ...added, "-device", "ide-cd,id=cd,drive=cd0,bootindex=1"),
    );
    expect(buildQemuArgs({ ...rich, boot: "cdrom" }, filesIn("/f"), processor, null)).toEqual(
      bare.toSpliced(
        at,
        1,
        "virtio-blk-pci,drive=disk0,bootindex=1",
        ...added,
        ...["-device", "ide-cd,id=cd,drive=cd0,bootindex=0"],
      ),
    );
    // Without a CD the machine boots from its disk.
    expect(
      buildQemuArgs(
        { ...machine, seed: "/m/seed.img", boot: "cdrom" },
        filesIn("/f"),
        processor,
        null,
      ),
    ).toEqual(bare);
  });

  it("attaches a seed read-only, as a second disk that is not booted from", () => {
    const seeded = { ...machine, seed: "/m/a, b/seed.img" };
    const processor = { kind: "tcg" } as const;
    const args = buildQemuArgs(seeded, filesIn("/run/m"), processor, null);
    const bare = buildQemuArgs(machine, filesIn("/run/m"), processor, null);
    const at = bare.indexOf("virtio-blk-pci,drive=disk0,bootindex=0") + 1;
    expect(args).toEqual(
      bare.toSpliced(
        at,
        0,
        "-blockdev",
        '{"driver":"raw","node-name":"seed0","read-only":true,"file":{"driver":"file","filename":"/m/a, b/seed.img","read-only":true}}',
        "-device",
        "virtio-blk-pci,drive=seed0",
      ),
    );
  });
});
