import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findTaggedRules, type OneShotFacts, planOneShot } from "./one-shot-plan.ts";

const facts: OneShotFacts = { user: "ada", firewall: null, tagged: [], hosts: null };
const text = `# Written by Virtray. To take it back: virtray doctor --repair guest-state-undo
options kvm_intel emulate_invalid_guest_state=0
`;
const path = "/etc/modprobe.d/virtray.conf";
const option = "kvm_intel emulate_invalid_guest_state=0";
const out = ["-i", "vtap0", "-m", "comment", "--comment", "virtray", "-j", "ACCEPT"];
const inward = (states: string) => [
  ...["-o", "vtap0", "-m", "conntrack", "--ctstate", states],
  ...["-m", "comment", "--comment", "virtray", "-j", "ACCEPT"],
];
const back = inward("RELATED,ESTABLISHED");
const forwarded = inward("DNAT");

describe("the steps of a one-shot action", () => {
  it.each([
    [{ do: "load-module", module: "tun" }, [{ do: "run", program: "modprobe", args: ["tun"] }]],
    [
      { do: "set-module-option", option, scope: "boot" },
      [
        { do: "run", program: "modprobe", args: ["-r", "kvm_intel"] },
        { do: "run", program: "modprobe", args: ["kvm_intel", "emulate_invalid_guest_state=0"] },
      ],
    ],
    [{ do: "set-module-option", option, scope: "always" }, [{ do: "write", path, text }]],
    [{ do: "unset-module-option", scope: "always" }, [{ do: "remove", path, text }]],
    [
      { do: "unset-module-option", scope: "boot" },
      [
        { do: "run", program: "modprobe", args: ["-r", "kvm_intel"] },
        { do: "run", program: "modprobe", args: ["kvm_intel", "emulate_invalid_guest_state=1"] },
      ],
    ],
    [
      { do: "join-group-kvm" },
      [{ do: "run", program: "usermod", args: ["-aG", "kvm", "--", "ada"] }],
    ],
    [{ do: "allow-through-firewall" }, []],
    [{ do: "take-back-firewall" }, []],
    [{ do: "write-hosts" }, []],
    [{ do: "take-back-hosts" }, [{ do: "hosts", block: null }]],
  ] as const)("%o", (action, steps) => {
    expect(planOneShot(action, facts)).toEqual(steps);
  });

  it("of the firewall check first, then insert; and delete the rules that were found", () => {
    const firewall = { lan: "vtap0", chain: "DOCKER-USER", program: "iptables" } as const;
    expect(planOneShot({ do: "allow-through-firewall" }, { ...facts, firewall })).toEqual([
      {
        do: "run",
        program: "iptables",
        args: ["-w", "-I", "DOCKER-USER", ...out],
        unless: ["-w", "-C", "DOCKER-USER", ...out],
      },
      {
        do: "run",
        program: "iptables",
        args: ["-w", "-I", "DOCKER-USER", ...back],
        unless: ["-w", "-C", "DOCKER-USER", ...back],
      },
      {
        do: "run",
        program: "iptables",
        args: ["-w", "-I", "DOCKER-USER", ...forwarded],
        unless: ["-w", "-C", "DOCKER-USER", ...forwarded],
      },
    ]);
    const tagged = [{ program: "iptables-legacy", rule: ["FORWARD", ...out] }] as const;
    expect(planOneShot({ do: "take-back-firewall" }, { ...facts, tagged })).toEqual([
      { do: "run", program: "iptables-legacy", args: ["-w", "-D", "FORWARD", ...out] },
    ]);
  });
});

describe("our rules among those of others", () => {
  it("are found by their whole form, not by their comment alone", () => {
    const listing = [
      "-P FORWARD DROP",
      "-A FORWARD -j DOCKER-USER",
      `-A DOCKER-USER ${forwarded.join(" ")}`,
      `-A DOCKER-USER ${back.join(" ")}`,
      `-A FORWARD ${out.join(" ")}`,
      "-A INPUT -i vtap0 -m comment --comment virtray -j ACCEPT",
      "-A FORWARD -i vtap0 -m comment --comment virtray -j DROP",
      '-A FORWARD -i vtap0 -m comment --comment "virtray of mine" -j ACCEPT',
      "-A FORWARD -s 10.0.0.1/32 -i vtap0 -m comment --comment virtray -j ACCEPT",
    ].join("\n");
    expect(findTaggedRules(listing)).toEqual([
      ["DOCKER-USER", ...forwarded],
      ["DOCKER-USER", ...back],
      ["FORWARD", ...out],
    ]);
  });

  it("are harmless words only", () => {
    fc.assert(
      fc.property(fc.string(), (junk) => {
        const listing = `-A FORWARD -i ${junk} -m comment --comment virtray -j ACCEPT`;
        return findTaggedRules(listing).every((rule) =>
          rule.every((word) => /^[A-Za-z0-9_.,-]+$/.test(word)),
        );
      }),
    );
  });
});
