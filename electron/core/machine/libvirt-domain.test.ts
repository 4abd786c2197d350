import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { buildLibvirtDomain, escapeXml, fitsXml } from "./libvirt-domain.ts";

const machine = sampleMachine({
  id: "0d1f4b6a-6f7e-4a51-9b60-1c2d3e4f5a6b",
  createdAt: "2026-01-02T03:04:05.678Z",
  memoryMiB: 2048,
  cpus: 2,
  disk: { path: "/old/web.raw", format: "raw", bus: "virtio" },
  network: { address: "192.168.100.7", mac: "52:54:00:4f:5a:6b", nic: "virtio" },
  vncDisplay: 3,
});

describe("a definition for libvirt", () => {
  it("has the machine’s hardware, and the disks at their new paths", () => {
    const hostile = `/new/a "b" <c> & 'd'\n]]><!--`;
    const text = buildLibvirtDomain(
      {
        ...machine,
        cdrom: "/isos/a&b.iso",
        boot: "cdrom",
        network: { ...machine.network, nic: "e1000", cablePulled: true },
      },
      [
        { path: hostile, format: "qcow2", bus: "ide", isReadOnly: false },
        { path: "/new/web-disk2.qcow2", format: "qcow2", bus: "virtio", isReadOnly: false },
        { path: "/new/web-seed.qcow2", format: "qcow2", bus: "virtio", isReadOnly: true },
      ],
      false,
    );
    expect(text).toBe(`<domain type="kvm">
  <name>web</name>
  <uuid>0d1f4b6a-6f7e-4a51-9b60-1c2d3e4f5a6b</uuid>
  <memory unit="MiB">2048</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch="x86_64" machine="pc">hvm</type>
    <boot dev="cdrom"/>
    <boot dev="hd"/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <cpu mode="host-model"/>
  <clock offset="utc"/>
  <devices>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="/new/a &#34;b&#34; &#60;c&#62; &#38; &#39;d&#39;&#10;]]&#62;&#60;!--"/>
      <target dev="hda" bus="ide"/>
    </disk>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="/new/web-disk2.qcow2"/>
      <target dev="vda" bus="virtio"/>
    </disk>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="/new/web-seed.qcow2"/>
      <target dev="vdb" bus="virtio"/>
      <readonly/>
    </disk>
    <disk type="file" device="cdrom">
      <driver name="qemu" type="raw"/>
      <source file="/isos/a&#38;b.iso" startupPolicy="optional"/>
      <target dev="hdb" bus="ide"/>
      <readonly/>
    </disk>
    <interface type="network">
      <mac address="52:54:00:4f:5a:6b"/>
      <source network="default"/>
      <model type="e1000"/>
      <link state="down"/>
    </interface>
    <serial type="pty"/>
    <channel type="unix">
      <target type="virtio" name="org.qemu.guest_agent.0"/>
    </channel>
    <input type="tablet" bus="virtio"/>
    <graphics type="vnc" autoport="yes" listen="127.0.0.1"/>
    <video>
      <model type="vga"/>
    </video>
    <panic model="isa"/>
  </devices>
</domain>
`);
  });

  it("of an emulated machine does not request KVM", () => {
    const text = buildLibvirtDomain(machine, [], true);
    expect(text).toMatch(/^<domain type="qemu">\n {2}<!-- [^-]+ -->\n/);
    expect(text).toContain('<cpu mode="maximum"/>');
  });

  it("keeps every path as it is, and within its quotes", () => {
    const named = (number: string) => String.fromCharCode(Number(number));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }).filter(fitsXml), (path) => {
        const text = escapeXml(path);
        expect(text).not.toMatch(/[<>"'\t\n\r]|&(?!#\d+;)/);
        expect(text.replace(/&#(\d+);/g, (_whole, number: string) => named(number))).toBe(path);
      }),
    );
  });

  it.each([
    ["plain ü 🦊", true],
    ["tab\tline\n", true],
    ["bell\u0007", false],
    ["\u001b[2J", false],
    ["half \ud83e", false],
    ["\uffff", false],
  ])("%j: can XML hold it? %j", (text, fits) => {
    expect(fitsXml(text)).toBe(fits);
  });
});
