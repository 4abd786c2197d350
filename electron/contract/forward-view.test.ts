import { expect, it } from "vitest";
import type { PortForward } from "./forward.ts";
import { viewForwards } from "./forward-view.ts";
import type { MachineView } from "./machine.ts";
import type { UplinkCandidate, UplinkChoice, UplinkState } from "./network.ts";
import { sampleMachine, sampleView } from "./samples.ts";

const names: PortForward = { protocol: "udp", hostPort: 53, port: 5353, reach: "host" };
const web: PortForward = { protocol: "tcp", hostPort: 8080, port: 80, reach: "uplink" };

const candidate = (name: string, address: string): UplinkCandidate => ({
  ...{ interface: name, kind: "ethernet", addresses: [address], gateway: null, obstacle: null },
});
const cable = candidate("eth0", "10.0.1.2");
const phone: UplinkCandidate = { ...candidate("usb0", "10.0.3.2"), obstacle: "no-carrier" };
const uplink: UplinkState = {
  choice: { mode: "automatic" },
  active: "wlan0",
  vpn: null,
  candidates: [cable, candidate("wlan0", "10.0.2.2"), phone],
};

function view(own?: UplinkChoice, status: MachineView["status"] = "running"): MachineView {
  const { network } = sampleMachine();
  const definition = sampleMachine({
    network: { ...network, forwards: [web, names], ...(own === undefined ? {} : { uplink: own }) },
  });
  return sampleView({ status }, definition);
}

it("lists forwards by port, with where each is reached and leads", () => {
  expect(viewForwards(view(), "on", uplink)).toEqual([
    { ...names, here: ["localhost:53/udp"], there: "192.168.100.1:5353", state: "open" },
    {
      ...{ ...web, here: ["localhost:8080", "10.0.2.2:8080"] },
      ...{ there: "192.168.100.1:80", state: "open" },
    },
  ]);
});

it("says why nobody can answer", () => {
  const states = (...given: Parameters<typeof viewForwards>) =>
    viewForwards(...given).map(({ state, here }) => `${here.length} ${state}`);
  expect(states(view(), "off", uplink)).toEqual(["1 lan-off", "1 lan-off"]);
  expect(states(view(undefined, "stopped"), "on", uplink)).toEqual([
    "1 not-running",
    "2 not-running",
  ]);
});

it("goes by the uplink of the machine, as far as that is known and works", () => {
  const at = (own: UplinkChoice | undefined, shown = uplink) =>
    viewForwards(view(own), "on", shown)[1]?.here.slice(1);
  const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });
  expect(at(pinned("eth0"))).toEqual(["10.0.1.2:8080"]);
  expect(at(pinned("usb0"))).toEqual([]);
  expect(at({ mode: "preferred", interfaces: ["usb0", "eth0"] })).toEqual(["10.0.1.2:8080"]);
  expect(at({ mode: "none" })).toEqual([]);
  expect(at({ mode: "automatic" })).toEqual(["10.0.2.2:8080"]);
  const lanPinned = { ...uplink, choice: pinned("eth0"), active: "eth0" };
  expect(at(undefined, lanPinned)).toEqual(["10.0.1.2:8080"]);
  // Where the host's own routing leads is not known then.
  expect(at({ mode: "automatic" }, lanPinned)).toEqual([]);
  expect(at(undefined, { ...uplink, active: null })).toEqual([]);
});
