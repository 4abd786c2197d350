import { expect, it } from "vitest";
import type { Airlock } from "../../contract/lan/airlock.ts";
import { loadAirlocks } from "./airlock-load.ts";
import { allowedNames, renderAirlocks } from "./airlock-rules.ts";
import { parseTraces } from "./airlock-traces.ts";

const address = "192.168.100.1";
const other = "192.168.100.2";
const card = { address, mac: "52:54:00:00:00:01" };
const now = 1_000_000;

const render = (airlock: Airlock, at = now) =>
  renderAirlocks("vtap0", [{ address, airlock }], [card], at);

/** Returns the rules of a chain. */
function chain(text: string, name: string): readonly string[] {
  const [, body = ""] = new RegExp(`^  chain ${name} \\{\\n(.*?)^  \\}`, "ms").exec(text) ?? [];
  return body
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

it("renders a whole airlock", () => {
  expect(
    render({ only: [{ to: "deb.test", ports: [{ first: 80, last: 80 }] }] }),
  ).toBe(`table inet virtray-airlock {
  set names_192.168.100.1_deb.test { type ipv4_addr; flags timeout; timeout 10m; size 4096; }
  set grace_192.168.100.1_deb.test { type ipv4_addr; flags dynamic,timeout; timeout 2m; size 4096; }
  set flows_192.168.100.1 { type ipv4_addr . inet_proto . inet_service . inet_service; flags dynamic,timeout; timeout 1h; size 16384; }
  set refused_192.168.100.1 { type ipv4_addr . inet_proto . inet_service; flags dynamic,timeout; timeout 1d; size 256; counter; }
  set portless_192.168.100.1 { type ipv4_addr . inet_proto; flags dynamic,timeout; timeout 1d; size 64; counter; }
  set reached_192.168.100.1 { type ipv4_addr . inet_proto . inet_service; flags dynamic,timeout; timeout 1d; size 256; counter; }
  chain pass_192.168.100.1 {
    meta l4proto tcp update @reached_192.168.100.1 { ip daddr . meta l4proto . th dport }
    meta l4proto tcp update @flows_192.168.100.1 { ip daddr . meta l4proto . th sport . th dport }
    meta l4proto udp update @reached_192.168.100.1 { ip daddr . meta l4proto . th dport }
    meta l4proto udp update @flows_192.168.100.1 { ip daddr . meta l4proto . th sport . th dport }
    accept
  }
  chain no_192.168.100.1 {
    meta l4proto tcp update @refused_192.168.100.1 { ip daddr . meta l4proto . th dport }
    meta l4proto udp update @refused_192.168.100.1 { ip daddr . meta l4proto . th dport }
    meta l4proto tcp reject with tcp reset
    meta l4proto udp reject with icmpx admin-prohibited
    update @portless_192.168.100.1 { ip daddr . meta l4proto }
    reject with icmpx admin-prohibited
  }
  chain out_192.168.100.1 {
    meta l4proto tcp ct state established ct direction original ip daddr . meta l4proto . th sport . th dport @flows_192.168.100.1 update @flows_192.168.100.1 { ip daddr . meta l4proto . th sport . th dport } accept
    meta l4proto udp ct state established ct direction original ip daddr . meta l4proto . th sport . th dport @flows_192.168.100.1 update @flows_192.168.100.1 { ip daddr . meta l4proto . th sport . th dport } accept
    tcp dport 53 goto no_192.168.100.1
    udp dport 53 goto no_192.168.100.1
    tcp dport 853 goto no_192.168.100.1
    udp dport 853 goto no_192.168.100.1
    ip daddr @names_192.168.100.1_deb.test tcp dport 80-80 update @grace_192.168.100.1_deb.test { ip daddr } goto pass_192.168.100.1
    ip daddr @grace_192.168.100.1_deb.test tcp dport 80-80 goto pass_192.168.100.1
    ip daddr @names_192.168.100.1_deb.test udp dport 80-80 update @grace_192.168.100.1_deb.test { ip daddr } goto pass_192.168.100.1
    ip daddr @grace_192.168.100.1_deb.test udp dport 80-80 goto pass_192.168.100.1
    goto no_192.168.100.1
  }
  chain in_192.168.100.1 {
    ct direction reply accept
    udp dport 67 accept
    meta pkttype != host drop
    icmp type echo-request accept
    ip saddr 192.168.100.1 ct status dnat tcp dport 952-988 limit rate over 200/second burst 200 packets drop
    ip saddr 192.168.100.1 ct status dnat tcp dport 952-988 accept
    ip saddr 192.168.100.1 ct status dnat udp dport 952-988 limit rate over 200/second burst 200 packets drop
    ip saddr 192.168.100.1 ct status dnat udp dport 952-988 accept
    goto no_192.168.100.1
  }
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    iifname != "vtap0" accept
    oifname "vtap0" accept
    ip saddr 192.168.100.1 goto out_192.168.100.1
    ether saddr 52:54:00:00:00:01 goto out_192.168.100.1
  }
  chain input {
    type filter hook input priority filter - 10; policy accept;
    iifname != "vtap0" accept
    ip saddr 192.168.100.1 goto in_192.168.100.1
    ether saddr 52:54:00:00:00:01 goto in_192.168.100.1
  }
}
`);
});

it("lets name servers through by their own address and port alone", () => {
  const ports = [{ first: 53, last: 53 }];
  const rules = chain(
    render({
      only: [
        { to: "a.test", ports },
        { to: "9.9.9.9", ports },
      ],
    }),
    "out_192.168.100.1",
  );
  const refusal = rules.indexOf("tcp dport 53 goto no_192.168.100.1");
  const at = (part: string) => rules.findIndex((rule) => rule.includes(part));
  expect(at("ip daddr 9.9.9.9 tcp dport 53-53")).toBeGreaterThan(0);
  expect(at("ip daddr 9.9.9.9 tcp dport 53-53")).toBeLessThan(refusal);
  expect(at("@names_192.168.100.1_a.test")).toBeGreaterThan(refusal);
});

it("leaves nothing once its time is over, and nothing of an entry whose time is", () => {
  const only = [{ to: "a.test" }, { to: "10.0.0.0/8", until: now + 1 }];
  expect(chain(render({ only, until: now }), "out_192.168.100.1")).toEqual([
    "goto no_192.168.100.1",
  ]);
  expect(allowedNames(address, { only, until: now }, now)).toEqual([]);
  const [first] = chain(render({ only, until: now + 1 }), "out_192.168.100.1");
  expect(first).toBe("ip saddr != @machine_192.168.100.1 goto no_192.168.100.1");
  expect(render({ only })).toContain(
    "ip saddr @until_192.168.100.1_10.0.0.0-8 ip daddr 10.0.0.0/8 goto",
  );
  expect(render({ only }, now + 1)).not.toContain("10.0.0.0");
  expect(allowedNames(address, { only }, now)).toEqual([
    { name: "a.test", set: "4#inet#virtray-airlock#names_192.168.100.1_a.test" },
  ]);
});

/** Returns the lines with which a script changes what the kernel has, beside the rules. */
function changes(from: readonly Airlock[] | null, to: readonly Airlock[]): readonly string[] {
  const machinesOf = (airlocks: readonly Airlock[]) =>
    airlocks.map((airlock, index) => ({ address: [address, other][index] ?? "", airlock }));
  const text = (airlocks: readonly Airlock[]) =>
    renderAirlocks("vtap0", machinesOf(airlocks), [], now);
  const held = from === null ? null : { text: text(from), machines: machinesOf(from) };
  const script = loadAirlocks(text(to), machinesOf(to), held, now);
  expect(script).toContain(text(to));
  return script
    .replace(text(to), "")
    .split("\n")
    .filter((line) => line !== "");
}

const start = (verb: "delete" | "flush") => [
  "table inet virtray-airlock { }",
  `${verb} table inet virtray-airlock`,
];

it("begins from nothing if it does not know what the kernel has, and keeps what was learned otherwise", () => {
  const a = { only: [{ to: "a.test" }] };
  expect(changes(null, [a])).toEqual(start("delete"));
  expect(changes([a], [{ only: [{ to: "a.test" }, { to: "b.test" }] }])).toEqual(start("flush"));
  // Connections that a narrower list does not allow end; the other machine's connections go on.
  expect(changes([{ only: [{ to: "a.test" }, { to: "b.test" }] }, a], [a, a])).toEqual([
    ...start("flush"),
    "delete set inet virtray-airlock names_192.168.100.1_b.test",
    "delete set inet virtray-airlock grace_192.168.100.1_b.test",
    "flush set inet virtray-airlock flows_192.168.100.1",
  ]);
  expect(changes([a], [a, a])).toEqual([
    ...start("flush"),
    "flush set inet virtray-airlock flows_192.168.100.2",
  ]);
});

it("gives the kernel the time that is left, and what is allowed once only once", () => {
  const ten = { only: [{ to: "a.test" }], until: now + 600_000 };
  const permit = [
    "flush set inet virtray-airlock machine_192.168.100.1",
    "add element inet virtray-airlock machine_192.168.100.1 { 192.168.100.1 timeout 600s }",
  ];
  expect(changes(null, [ten])).toEqual([...start("delete"), ...permit]);
  expect(changes([ten], [ten])).toEqual([...start("flush"), ...permit]);
  const once = (until: number): Airlock => ({ only: [{ to: "1.2.3.4", until, once: true }] });
  const granted = [
    "flush set inet virtray-airlock until_192.168.100.1_1.2.3.4",
    "add element inet virtray-airlock until_192.168.100.1_1.2.3.4 { 192.168.100.1 timeout 60s }",
  ];
  expect(changes(null, [once(now + 60_000)])).toEqual([...start("delete"), ...granted]);
  expect(changes([once(now + 60_000)], [once(now + 60_000)])).toEqual(start("flush"));
  expect(changes([once(now + 30_000)], [once(now + 60_000)])).toEqual([
    ...start("flush"),
    ...granted,
  ]);
  expect(render(once(now + 1))).toContain(
    "ip saddr @until_192.168.100.1_1.2.3.4 ip daddr 1.2.3.4 delete @until_192.168.100.1_1.2.3.4 { ip saddr } goto pass_192.168.100.1",
  );
});

it("reads what the kernel remembers, the most frequent first, and nothing from other texts", () => {
  const elem = (concat: readonly (string | number)[], packets: number) => ({
    elem: { val: { concat }, timeout: 86_400, expires: 86_000, counter: { packets, bytes: 1 } },
  });
  const set = {
    family: "inet",
    elem: [elem(["1.2.3.4", "tcp", 443], 2), elem(["1.2.3.5", "icmp"], 7)],
  };
  expect(parseTraces(JSON.stringify({ nftables: [{ metainfo: {} }, { set }] }))).toEqual([
    { address: "1.2.3.5", protocol: "icmp", port: null, count: 7 },
    { address: "1.2.3.4", protocol: "tcp", port: 443, count: 2 },
  ]);
  expect(parseTraces(JSON.stringify({ nftables: [{ set: { name: "x" } }] }))).toEqual([]);
  expect(parseTraces("{")).toEqual([]);
  expect(parseTraces('{"nftables": 1}')).toEqual([]);
});
