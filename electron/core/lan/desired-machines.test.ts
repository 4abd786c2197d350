import { expect, it } from "vitest";
import type { PortForward } from "../../contract/lan/forward.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { planDesiredMachines, planDesiredVias, viasOf } from "./desired-machines";

const tcp = (hostPort: number, port: number): PortForward => ({
  ...{ protocol: "tcp", hostPort, port, reach: "host" },
});

function machine(number: number, forwards?: PortForward[]) {
  const network = {
    address: `192.168.100.${number}`,
    mac: `52:54:00:00:00:0${number}`,
    nic: "virtio" as const,
  };
  return sampleMachine({
    name: `vm${number}`,
    network: forwards === undefined ? network : { ...network, forwards },
  });
}

/** Returns the commands about forwards. */
const told = (...given: Parameters<typeof planDesiredMachines>) =>
  planDesiredMachines(...given).filter((desired) => desired.verb === "set-forwards");
const nothing = { machineUplinks: [], reservations: [], forwards: [] };

it("closes a machine before all else, opens it last of these, and tells nothing twice", () => {
  const airlock = { only: [{ to: "deb.test" }] };
  const gated = machine(1);
  const web = { ...gated, network: { ...gated.network, airlock } };
  const { address } = web.network;
  const [first] = planDesiredMachines([web], defaultLan, nothing);
  expect(first).toEqual({ verb: "set-airlock", address, airlock });
  const known = { ...nothing, airlocks: [{ address, airlock }] };
  const about = (...given: Parameters<typeof planDesiredMachines>) =>
    planDesiredMachines(...given).filter(({ verb }) => verb === "set-airlock");
  expect(about([web], defaultLan, known)).toEqual([]);
  expect(about([gated], defaultLan, known)).toEqual([
    { verb: "set-airlock", address, airlock: null },
  ]);
  expect(about([], defaultLan, known)).toEqual([{ verb: "set-airlock", address, airlock: null }]);
});

it("sends forwards once, all of a machine at a time", () => {
  const forwards = [tcp(8080, 80), { ...tcp(8080, 53), protocol: "udp" as const }];
  const machines = [machine(1, forwards), machine(2)];
  const address = "192.168.100.1";
  expect(told(machines, defaultLan, nothing)).toEqual([
    { verb: "set-forwards", address, forwards },
  ]);
  const known = forwards.map((each) => ({ address, ...each })).reverse();
  expect(told(machines, defaultLan, { ...nothing, forwards: known })).toEqual([]);
});

it("takes back those of a machine that was removed or has moved, also out of the LAN", () => {
  const known = { ...nothing, forwards: [{ address: "192.168.100.1", ...tcp(8080, 80) }] };
  const gone = { verb: "set-forwards", address: "192.168.100.1", forwards: [] };
  expect(told([], defaultLan, known)).toEqual([gone]);
  expect(told([machine(2, [tcp(8080, 80)])], defaultLan, known)).toEqual([
    gone,
    { verb: "set-forwards", address: "192.168.100.2", forwards: [tcp(8080, 80)] },
  ]);
  const elsewhere = { ...defaultLan, address: "10.9.8.254" };
  expect(told([machine(1, [tcp(8080, 80)])], elsewhere, nothing)).toEqual([]);
});

it("gives a port that two files name to the first of them", () => {
  const machines = [machine(1, [tcp(8080, 80)]), machine(2, [tcp(8080, 81), tcp(8081, 81)])];
  expect(told(machines, defaultLan, nothing)).toEqual([
    { verb: "set-forwards", address: "192.168.100.1", forwards: [tcp(8080, 80)] },
    { verb: "set-forwards", address: "192.168.100.2", forwards: [tcp(8081, 81)] },
  ]);
});

it("tells the uplinks through other computers once, whatever their order", () => {
  const computer = { host: "big", isJoined: false, isUplink: true };
  const computers = ["big", "attic"].map((name) => ({ ...computer, name }));
  const vias = viasOf({ computers: [...computers, { ...computer, name: "no", isUplink: false }] });
  expect(vias).toEqual(["via-big", "via-attic"]);
  expect(planDesiredVias(vias, nothing)).toEqual([{ verb: "set-vias", vias }]);
  expect(planDesiredVias(vias, { ...nothing, vias: ["via-attic", "via-big"] })).toEqual([]);
  expect(planDesiredVias([], { ...nothing, vias: [...vias] })).toEqual([
    { verb: "set-vias", vias: [] },
  ]);
  expect(planDesiredVias([], nothing)).toEqual([]);
});
