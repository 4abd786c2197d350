import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findForwardBlockers, passCommands } from "./foreign-firewall.ts";

const forward = { family: "ip", table: "filter", name: "FORWARD", hook: "forward" };
const docker = { family: "ip", table: "filter", name: "DOCKER-USER" };
const answer = (...chains: readonly object[]) =>
  JSON.stringify({ nftables: [{ metainfo: {} }, ...chains.map((chain) => ({ chain }))] });

describe("another firewall", () => {
  it("blocks by a forward chain that drops unmatched packets", () => {
    const dropping = { ...forward, policy: "drop" };
    expect(findForwardBlockers(answer(dropping))).toEqual([
      { family: "ip", table: "filter", chain: "FORWARD", entry: "FORWARD" },
    ]);
    expect(findForwardBlockers(answer(dropping, docker))).toEqual([
      { family: "ip", table: "filter", chain: "FORWARD", entry: "DOCKER-USER" },
    ]);
    expect(findForwardBlockers(answer({ ...forward, policy: "accept" }, docker))).toEqual([]);
    expect(findForwardBlockers(answer({ ...dropping, hook: "input" }))).toEqual([]);
    // ufw drops IPv6, too, which machines do not have.
    expect(findForwardBlockers(answer({ ...dropping, family: "ip6" }))).toEqual([]);
    expect(findForwardBlockers(answer({ ...dropping, table: "virtray" }))).toEqual([]);
  });

  it("is recognised as firewalld, whose chains reject at their end for any policy", () => {
    const accepting = { ...forward, family: "inet", name: "filter_FORWARD", policy: "accept" };
    expect(findForwardBlockers(answer({ ...accepting, table: "firewalld" }))).toEqual([
      { family: "inet", table: "firewalld", chain: "filter_FORWARD", entry: "filter_FORWARD" },
    ]);
    expect(findForwardBlockers(answer({ ...accepting, table: "other" }))).toEqual([]);
  });

  it("is not found in junk", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        return findForwardBlockers(text).length === 0;
      }),
    );
  });

  it("is opened by its own tool", () => {
    const blocker = { family: "ip", table: "filter", chain: "FORWARD", entry: "DOCKER-USER" };
    expect(passCommands(blocker, "vtap0")).toBe(
      "sudo iptables -I DOCKER-USER -i vtap0 -j ACCEPT && sudo iptables -I DOCKER-USER -o vtap0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT && sudo iptables -I DOCKER-USER -o vtap0 -m conntrack --ctstate DNAT -j ACCEPT",
    );
    const chain = "filter_FORWARD";
    expect(passCommands({ family: "inet", table: "firewalld", chain, entry: chain }, "vtap0")).toBe(
      "sudo firewall-cmd --zone=trusted --add-interface=vtap0 && sudo firewall-cmd --permanent --zone=trusted --add-interface=vtap0",
    );
    expect(passCommands({ family: "inet", table: "fw", chain: "fwd", entry: "fwd" }, "vtap0")).toBe(
      "sudo nft insert rule inet fw fwd iifname vtap0 accept && sudo nft insert rule inet fw fwd oifname vtap0 ct state related,established accept && sudo nft insert rule inet fw fwd oifname vtap0 ct status dnat accept",
    );
  });
});
