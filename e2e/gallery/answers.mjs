/** The answers of the stand-in main process to the pages' questions. */
import catalogue from "../../assets/catalogue.json" with { type: "json" };
import { examination } from "./examinations.mjs";

/**
 * Makes a hop of a path check.
 * @param {string} id
 * @param {string} verdict
 * @param {string} code
 * @param {Record<string, unknown>} params
 */
function hop(id, verdict, code, params) {
  return { id, verdict, finding: { code, params }, repair: null };
}

/** The answers by channel. */
export const answers = {
  "settings.set": { ok: true },
  "template.add": { ok: true },
  "computer.templates": { ok: true, value: [] },
  "job.cancel": { ok: true },
  "templates.set-folder": { ok: true },
  "snapshot.take": { ok: true },
  "shortcut.get": { ok: true, value: { standing: "held" } },
  "window-system.get": { ok: true, value: { now: "x11", isChoice: false } },
  "login.get": { ok: true, value: false },
  "shell.get": { ok: true, value: "absent" },
  "template.catalogue": {
    ok: true,
    value: catalogue.images,
  },
  "address.check": { ok: true },
  "user-data.check": {
    ok: false,
    error: {
      code: "user-data-invalid",
      params: { line: 3, column: 1, fault: { kind: "indent" } },
    },
  },
  "ssh-key.list": {
    ok: true,
    value: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7nQz0000000000000000000000000000000000 ada@desk",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDQ7nQz000000000000000000000000000000 ada@laptop-that-has-a-rather-long-name.example.org",
    ],
  },
  "machine.propose": {
    ok: true,
    value: {
      address: "192.168.100.8",
      mostMemoryMiB: 31_872,
      mostCpus: 16,
      network: {
        netmask: "255.255.255.0",
        broadcast: "192.168.100.255",
        gateway: "192.168.100.254",
      },
    },
  },
  "trash.list": { ok: true, value: [] },
  "computer.add": { ok: true },
  "computer.list": { ok: true, value: { computers: [], clashes: [] } },
  "device.list": {
    ok: true,
    value: [
      {
        ...{ path: "/dev/nvme0n1", node: "/dev/nvme0n1", bytes: 1024209543168, kind: "disk" },
        ...{ model: "Samsung SSD 990 PRO 1TB", holds: { type: "gpt", label: null } },
        refusal: { code: "device-mounted", params: { path: "/dev/nvme0n1", at: "/" } },
      },
      {
        ...{ path: "/dev/nvme0n1p3", node: "/dev/nvme0n1p3", bytes: 214748364800, kind: "part" },
        ...{ model: "Samsung SSD 990 PRO 1TB", holds: { type: "ntfs", label: "Windows" } },
        refusal: null,
      },
      {
        ...{ path: "/dev/disk/by-id/ata-vault", node: "/dev/sda", bytes: 4000787030016 },
        ...{ kind: "disk", model: "WDC WD40EFRX-68N32N0" },
        holds: { type: "linux_raid_member", label: "vault:0" },
        refusal: { code: "device-held", params: { path: "/dev/sda", by: "md0" } },
      },
      {
        ...{ path: "/dev/disk/by-id/usb-stick", node: "/dev/sdb", bytes: 31457280000 },
        ...{ kind: "disk", model: "Ultra Fit", holds: { type: "iso9660", label: "Debian 13.1.0" } },
        refusal: null,
      },
    ],
  },
  "snapshot.list": {
    ok: true,
    value: [
      {
        ...{ id: "0a1b2c3d", name: "fresh from the template", kind: "manual" },
        ...{ takenAt: Date.UTC(2026, 0, 2, 9, 5), memoryBytes: 0, bytes: 0, whole: true },
      },
      {
        ...{
          id: "1a1b2c3d",
          name: `before the update ${"of everything ".repeat(4)}`,
          kind: "manual",
        },
        ...{ takenAt: Date.UTC(2026, 0, 3, 14, 30), memoryBytes: 412 * 2 ** 20 },
        ...{ bytes: 1274 * 2 ** 20, whole: true },
      },
      {
        ...{ id: "2a1b2c3d", name: "fresh from the template", kind: "automatic" },
        ...{ takenAt: Date.UTC(2026, 0, 4, 8), memoryBytes: 0, bytes: null, whole: false },
      },
    ],
  },
  "machine.guest-facts": { ok: true, value: null },
  "editor.find": { ok: true, value: null },
  "machine.ports": {
    ok: true,
    value: [
      { port: 22, program: "sshd", isLocal: false, web: null },
      { port: 80, program: "nginx", isLocal: false, web: "http" },
      { port: 5432, program: "postgres", isLocal: true, web: null },
    ],
  },
  "machine.log": {
    ok: true,
    value: [
      "qemu-system-x86_64: -accel kvm: Could not access KVM kernel module: Permission denied",
      "qemu-system-x86_64: failed to initialize kvm: Permission denied",
    ],
  },
  "net.inventory": {
    ok: true,
    value: [
      { kind: "interface", what: "vtap0", state: "held", lasts: false },
      { kind: "address", what: "192.168.100.254/24 dev vtap0", state: "held", lasts: false },
      { kind: "table", what: "inet virtray", state: "changed", lasts: false },
      { kind: "rule", what: "5100: from all iif vtap0 lookup 7100", state: "held", lasts: false },
      { kind: "flag", what: "net.ipv4.conf.wlan0.forwarding = 1", state: "missing", lasts: false },
      {
        kind: "foreign-rule",
        what: "iptables: DOCKER-USER -i vtap0 -j ACCEPT",
        state: "held",
        lasts: true,
      },
      { kind: "process", what: "netd (4711)", state: "held", lasts: false },
      {
        kind: "file",
        what: "/run/virtray/1000/4026531840/state.json",
        state: "held",
        lasts: false,
      },
      { kind: "file", what: "/home/dev/.ssh/config", state: "held", lasts: true },
    ],
  },
  "forward.add": {
    ok: false,
    error: {
      code: "forward-port-taken",
      params: { protocol: "tcp", port: 8080, by: "postgres (pid 812)" },
    },
  },
  "forward.remove": { ok: true },
  "lan.renumber": {
    ok: true,
    value: {
      subnet: "10.9.8.0/24",
      hostAddress: "10.9.8.254",
      done: false,
      machines: [
        {
          id: "1",
          name: "postgres",
          from: "192.168.100.2",
          to: "10.9.8.2",
          follows: "cloud-init",
        },
        {
          id: "2",
          name: "old-server-of-the-accounting-department",
          from: "192.168.100.7",
          to: "10.9.8.7",
          follows: "dhcp-or-hand",
        },
      ],
    },
  },
  "net.picture": { ok: false, error: { code: "internal", params: { detail: "none here" } } },
  "machine.airlock": { ok: true, value: undefined },
  "machine.airlock-log": {
    ok: true,
    value: {
      reached: [
        { address: "151.101.0.223", protocol: "tcp", port: 443, count: 4, name: "pypi.org" },
        { address: "140.82.121.4", protocol: "tcp", port: 443, count: 1, name: "github.com" },
      ],
      refused: [
        { address: "203.0.113.21", protocol: "tcp", port: 443, count: 12, name: null },
        { address: "9.9.9.9", protocol: "udp", port: 53, count: 1, name: null },
      ],
      names: [{ name: "files.pythonhosted.org", count: 3 }],
    },
  },
  "machine.path": {
    ok: true,
    value: {
      name: "web",
      address: "192.168.100.1",
      culprit: "forward",
      hops: [
        hop("guest", "good", "guest-answers", { address: "192.168.100.1" }),
        hop("cable", "good", "cable-plugged", { port: 2 }),
        hop("switch", "good", "switch-works", { ports: 4 }),
        hop("tap", "good", "tap-works", { interface: "vtap0" }),
        hop("address", "good", "address-there", {
          address: "192.168.100.254",
          interface: "vtap0",
        }),
        {
          ...hop("forward", "bad", "forward-blocked", { table: "ip filter", chain: "FORWARD" }),
          repair: { do: "doctor", id: "lan" },
        },
        hop("nat", "good", "nat-holds", {}),
        hop("route", "good", "route-steers", { interface: "wlan0" }),
        hop("uplink", "good", "uplink-works", { interface: "wlan0", address: "192.168.1.23" }),
        hop("gateway", "good", "gateway-answers", { gateway: "192.168.1.1" }),
        hop("dns", "good", "dns-answers", { server: "9.9.9.9" }),
        hop("size", "unknown", "size-unknown", {}),
      ],
    },
  },
  "computer.path": {
    ok: true,
    value: {
      name: "postgres",
      culprit: "uplink",
      hops: [
        { id: "guest", verdict: "good", what: "It answers at 192.168.100.90.", todo: null },
        { id: "switch", verdict: "good", what: "It works, with 3 ports in use.", todo: null },
        {
          id: "uplink",
          verdict: "bad",
          what: "eth0 has no carrier.",
          todo: "Plug the cable of that computer in.",
        },
      ],
    },
  },
  "netd.log": {
    ok: true,
    value: [
      {
        at: "2026-11-23T12:00:00.120Z",
        cause: "up",
        argv: ["/usr/sbin/ip", "tuntap", "add", "dev", "vtap0", "mode", "tap", "user", "1000"],
        outcome: "ok",
      },
      {
        at: "2026-11-23T12:00:00.131Z",
        cause: "up",
        argv: ["/usr/sbin/nft", "-f", "-"],
        outcome: "ok",
      },
      {
        at: "2026-11-23T12:04:31.007Z",
        cause: "set-uplink",
        argv: ["/usr/sbin/ip", "route", "replace", "default", "dev", "wlan0", "table", "7100"],
        outcome: "RTNETLINK answers: Network is unreachable",
      },
    ],
  },
  "doctor.examine": { ok: true, value: examination },
  "disk.list": {
    ok: true,
    value: [
      {
        ...{ place: 0, path: "/home/dev/.local/share/virtray/machines/7/disk.qcow2" },
        ...{ format: "qcow2", bus: "virtio", virtualBytes: 20 * 2 ** 30, bytes: 1.9 * 2 ** 30 },
      },
      {
        place: 1,
        path: "/mnt/archive/accounting/2019/what-was-on-the-old-server-before-the-move, part 2 (Büro).img",
        ...{ format: "raw", bus: "ide", virtualBytes: 500 * 2 ** 30, bytes: 433.5 * 2 ** 30 },
      },
    ],
  },
  "disk.grow": {
    ok: false,
    error: {
      code: "program-failed",
      params: { program: "qemu-img", detail: "No space left on device" },
    },
  },
  "disk.remove": { ok: true, value: { path: "/mnt/archive/part 2.img" } },
  "console.open": { ok: false, error: { code: "internal", params: { detail: "none here" } } },
  "certificate.pick": {
    ok: true,
    value: { path: "/home/dev/certificates/Büro CA.pem", certificates: ["one", "two"] },
  },
  "disk.pick": { ok: true, value: "/home/dev/images/debian 13 (Büro).qcow2" },
  "disk.inspect": { ok: true, value: { format: "qcow2", virtualBytes: 21_474_836_480 } },
};
