import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letsPass } from "./chain-walk.ts";

/** Renders a table as nft lists it: the forward chain with these rules, and further chains. */
function table(rules: readonly string[], ...more: readonly string[]): string {
  const forward = ["type filter hook forward priority filter; policy drop;", ...rules];
  return `table ip filter {\n${[chain("FORWARD", ...forward), ...more].join("\n\n")}\n}\n`;
}

function chain(name: string, ...rules: readonly string[]): string {
  return `\tchain ${name} {\n${rules.map((rule) => `\t\t${rule}\n`).join("")}\t}`;
}

const passes = (listing: string) => letsPass(listing, "FORWARD", "vtap0", "eth0");
const out = 'iifname "vtap0" counter accept';
const back = 'oifname "vtap0" ct state established,related  counter accept';

describe("a firewall that drops what it does not know", () => {
  it("lets the LAN pass by rules of the chain at the hook, or of one that it jumps to", () => {
    expect(passes(table([]))).toBe(false);
    expect(passes(table([out, back]))).toBe(true);
    const docker = chain("DOCKER-USER", out, back);
    expect(passes(table(["counter jump DOCKER-USER"], docker))).toBe(true);
    expect(passes(table(['iifname "br0" jump DOCKER-USER'], docker))).toBe(false);
    // As before Docker runs, or as the rules of a chain without a jump to it: they let no packet
    // pass.
    expect(passes(table([], docker))).toBe(false);
    expect(passes(table([], chain("INPUT", "type filter hook input priority 0;", out, back)))).toBe(
      false,
    );
  });

  it("must let answers back in, too", () => {
    expect(passes(table([out]))).toBe(false);
    expect(passes(table(["ct state established,related accept", out]))).toBe(true);
    expect(passes(table(["ct state vmap { invalid : drop, established : accept }", out]))).toBe(
      true,
    );
  });

  it("does not let a packet pass that an earlier rule drops or queues", () => {
    expect(passes(table(['iifname "vtap0" drop', out, back]))).toBe(false);
    expect(passes(table(["counter reject with icmp port-unreachable", out, back]))).toBe(false);
    expect(passes(table(["goto other", out, back], chain("other")))).toBe(false);
    expect(passes(table(["jump other", out, back], chain("other", "return", "drop")))).toBe(true);
    expect(passes(table(["jump FORWARD"]))).toBe(false);
  });

  it.each([
    ['iifname { "eth9", "vtap0" } accept', true],
    ['iifname "v*" log prefix "drop" accept comment "for us, drop"', true],
    ['iifname "vtap0" oifname "eth0" ct state { related, new } accept', true],
    ['iifname vmap { "x" : drop, "vtap0" : accept }', true],
    ["iifname @lans accept", true],
    ['iifname != "eth0" accept', true],
    ['iif "vtap0" accept', true],
    ['iifname { "eth1", "eth2", "eth3",\n\t\t\t     "vtap0" } accept', true],
    ['iifname "vtap01" accept', false],
    ['iifname "vtap0" oifname "wlan0" accept', false],
    ['iifname != "vtap0" accept', false],
    ['iifname "vtap0" ct state established accept', false],
    ['iifname "vtap0" ip saddr 192.168.100.7 accept', false],
    ['iifname "vtap0" tcp dport 80 accept', false],
    ['iifname "vtap0" queue to 1', false],
    ["iifname @others accept", false],
    ['iifname vmap { "x" : accept }', false],
  ])("understands `%s`", (rule, expected) => {
    const sets =
      '\tset lans {\n\t\ttype ifname\n\t\telements = { "br0",\n\t\t\t     "vtap0" }\n\t}';
    expect(passes(table([rule, back], sets))).toBe(expected);
  });

  it("never lets a packet pass by junk", () => {
    fc.assert(fc.property(fc.string(), (text) => !passes(text) && !passes(table([text]))));
  });
});
