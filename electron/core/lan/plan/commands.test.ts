import { expect, it } from "vitest";
import { commandOf } from "./commands.ts";
import type { LanOperation, Steering } from "./operations.ts";

const subnet = { network: 0xc0a86400, prefixLength: 24 };
const lan = "vtap0";
const replace = { do: "replace-route", table: 7100 } as const;
const there = {
  ...{ from: "all", to: null, iif: lan, inverse: false, protocol: 118, text: "" },
} as const;
const rule = (priority: number, from: string | null, table: number | null): Steering => ({
  ...{ priority, interface: lan, from, to: null, table },
});

const expected: readonly (readonly [LanOperation, string])[] = [
  [{ do: "create-tap", interface: lan, uid: 1000 }, "ip -4 tuntap add vtap0 mode tap user 1000"],
  [{ do: "delete-tap", interface: lan, index: 7 }, "ip -4 link delete dev if7"],
  [
    { do: "add-address", interface: lan, address: "192.168.100.254", prefixLength: 24 },
    "ip -4 address replace 192.168.100.254/24 broadcast + dev vtap0",
  ],
  [
    { do: "set-tap", interface: lan, setting: "ipv6/disable_ipv6" },
    "write /proc/sys/net/ipv6/conf/vtap0/disable_ipv6 1",
  ],
  [
    { do: "set-tap", interface: lan, setting: "ipv4/accept_redirects" },
    "write /proc/sys/net/ipv4/conf/vtap0/accept_redirects 0",
  ],
  [{ do: "link-down", interface: lan }, "ip -4 link set dev vtap0 down"],
  [{ do: "link-up", interface: lan }, "ip -4 link set dev vtap0 up"],
  [
    { do: "set-forwarding", interface: "wlan0", on: true },
    "write /proc/sys/net/ipv4/conf/wlan0/forwarding 1",
  ],
  [
    { do: "set-forwarding", interface: "eth0.7", on: false },
    "write /proc/sys/net/ipv4/conf/eth0.7/forwarding 0",
  ],
  [{ do: "load-ruleset", text: "table inet virtray\n" }, "nft -f - < table inet virtray\n"],
  [{ do: "delete-ruleset", hasPorts: false }, "nft -f - < delete table inet virtray\n"],
  [
    { do: "add-rule", rule: rule(5100, null, 7100), landing: 5101 },
    "ip -4 rule add priority 5100 iif vtap0 lookup 7100 protocol 118",
  ],
  [
    {
      do: "add-rule",
      rule: rule(5099, "192.168.100.7", 7101),
      landing: 5101,
    },
    "ip -4 rule add priority 5099 from 192.168.100.7 iif vtap0 lookup 7101 protocol 118",
  ],
  [
    {
      do: "add-rule",
      rule: rule(5099, "192.168.100.7", null),
      landing: 5101,
    },
    "ip -4 rule add priority 5099 from 192.168.100.7 iif vtap0 goto 5101 protocol 118",
  ],
  [
    { do: "add-rule", rule: rule(5101, null, null), landing: 5101 },
    "ip -4 rule add priority 5101 iif vtap0 nop protocol 118",
  ],
  [
    {
      do: "add-rule",
      rule: { ...rule(5103, "10.0.1.3", 7100), interface: "lo", to: "10.0.1.0/24" },
      landing: 5101,
    },
    "ip -4 rule add priority 5103 from 10.0.1.3 to 10.0.1.0/24 iif lo lookup 7100 protocol 118",
  ],
  [
    { do: "keep-return", subnet, priority: 5102 },
    "ip -4 rule add priority 5102 to 192.168.100.0/24 lookup main protocol 118",
  ],
  [
    { do: "delete-rule", rule: { ...there, priority: 5100, table: "7100" } },
    "ip -4 rule delete priority 5100 from all iif vtap0 lookup 7100 protocol 118",
  ],
  [
    { do: "delete-rule", rule: { ...there, priority: 5101, table: null, protocol: 0 } },
    "ip -4 rule delete priority 5101 from all iif vtap0",
  ],
  [
    { ...replace, destination: "default", interface: "wlan0", gateway: "10.0.2.1" },
    "ip -4 route replace default via 10.0.2.1 dev wlan0 onlink table 7100 proto 118",
  ],
  [
    { ...replace, destination: "default", interface: "wlan0", gateway: "fe80::1" },
    "ip -4 route replace default via inet6 fe80::1 dev wlan0 onlink table 7100 proto 118",
  ],
  [
    { ...replace, destination: "10.0.1.0/24", interface: "eth1", gateway: null },
    "ip -4 route replace 10.0.1.0/24 dev eth1 table 7100 proto 118",
  ],
  [
    { ...replace, destination: "default", interface: "tun0", gateway: null },
    "ip -4 route replace default dev tun0 table 7100 proto 118",
  ],
  [
    { do: "refuse-rest", table: 7100 },
    "ip -4 route replace unreachable default metric 4278198272 table 7100 proto 118",
  ],
  [
    {
      do: "delete-route",
      route: {
        type: "unicast",
        destination: "default",
        gateway: "10.0.2.1",
        interface: "wlan0",
        table: "7100",
        metric: 0,
        protocol: 118,
      },
    },
    "ip -4 route delete unicast default via 10.0.2.1 dev wlan0 metric 0 table 7100",
  ],
  [{ do: "flush-table", table: "7100", isWhole: true }, "ip -4 route flush table 7100"],
  [{ do: "flush-table", table: "7100", isWhole: false }, "ip -4 route flush table 7100 proto 118"],
  [
    { do: "drop-flows", subnet, connections: true },
    "conntrack -D -f ipv4 -s 192.168.100.0/24 --src-nat",
  ],
  [
    { do: "drop-flows", subnet, connections: false },
    "conntrack -D -f ipv4 -s 192.168.100.0/24 --src-nat -p udp",
  ],
];

it.each(expected)("%o", (operation, text) => {
  const command = commandOf(operation);
  if (command.kind === "write") {
    expect(`write ${command.path} ${command.text}`).toBe(text);
    return;
  }
  if (command.kind === "forget") throw new Error("see below");
  const line = [command.program, ...command.args].join(" ");
  expect(command.input === null ? line : `${line} < ${command.input}`).toBe(text);
});

it("drops flows only for ports that have any, and all flows of the LAN", () => {
  const flows = [5353, 5354].map(
    (port) =>
      `udp      17 26 src=127.0.0.1 dst=127.0.0.1 sport=40000 dport=${port} src=192.168.100.7 dst=192.168.100.254 sport=53 dport=40000 mark=0 use=1\n`,
  );
  const commands = [
    commandOf({
      ...{ do: "drop-forwarded", protocol: "udp", address: "127.0.0.1" },
      ports: [5353, ...Array.from({ length: 3_840 }, (_each, index) => 20_000 + index)],
    }),
    commandOf({ do: "drop-led-in", subnet }),
  ];
  const told = commands.map((each) =>
    each.kind === "forget"
      ? [each.listing.join(" "), each.deletions(flows.join("")).map((args) => args.join(" "))]
      : [],
  );
  const deletion = "-D -f ipv4 -p udp -d 127.0.0.1 --dport";
  expect(told).toEqual([
    ["-L -f ipv4 -p udp -d 127.0.0.1", [`${deletion} 5353`]],
    ["-L -f ipv4 --dst-nat", [`${deletion} 5353`, `${deletion} 5354`]],
  ]);
});
