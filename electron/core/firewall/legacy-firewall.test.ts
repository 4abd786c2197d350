import fc from "fast-check";
import { expect, it } from "vitest";
import { letsPass } from "./chain-walk.ts";
import { findLegacyBlocker, usesLegacy } from "./legacy-firewall.ts";

const docker = `-P INPUT ACCEPT
-P FORWARD DROP
-P OUTPUT ACCEPT
-N DOCKER
-N DOCKER-USER
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-USER -m comment --comment "a \\"word\\"" -j RETURN
`;
const passes = `-A DOCKER-USER -i vtap0 -m comment --comment virtray -j ACCEPT
-A DOCKER-USER -o vtap0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
`;

it("finds the chain that drops, and reads its table as nft would list it", () => {
  expect(findLegacyBlocker(docker)).toEqual({
    family: "iptables-legacy",
    table: "filter",
    chain: "FORWARD",
    entry: "DOCKER-USER",
    listing: `table ip filter {
\tchain INPUT {
\t}
\tchain FORWARD {
\t\tjump DOCKER-USER
\t\toifname "docker0" ct state related,established accept
\t\tiifname "docker0" oifname != "docker0" accept
\t}
\tchain OUTPUT {
\t}
\tchain DOCKER {
\t\t-d 172.17.0.2/32 iifname != "docker0" oifname "docker0" -p tcp -m tcp --dport 80 accept
\t}
\tchain DOCKER-USER {
\t\treturn
\t}
}
`,
  });
  expect(findLegacyBlocker(docker.replace("FORWARD DROP", "FORWARD ACCEPT"))).toBeNull();
});

it("lets the LAN pass by matching rules", () => {
  const walk = (listing: string) =>
    letsPass(findLegacyBlocker(listing)?.listing ?? "", "FORWARD", "vtap0", "eth0");
  expect(walk(docker)).toBe(false);
  expect(walk(docker.replace(/^-A DOCKER-USER -m comment.*\n/m, passes))).toBe(true);
  // A rule with an unknown condition does not count.
  expect(
    walk(docker.replace(/^-A DOCKER-USER -m comment.*\n/m, passes.replace("-i", "-p udp -i"))),
  ).toBe(false);
  expect(walk(`-P FORWARD DROP\n-A FORWARD -i vt+ -j ACCEPT\n-A FORWARD -o vt+ -j ACCEPT\n`)).toBe(
    true,
  );
});

it("finds no chain in junk, and the tables only by their names", () => {
  fc.assert(fc.property(fc.string(), (text) => findLegacyBlocker(text) === null));
  expect(usesLegacy("nat\nfilter\n")).toBe(true);
  expect(usesLegacy("nat\nraw\n")).toBe(false);
  expect(usesLegacy("")).toBe(false);
});
