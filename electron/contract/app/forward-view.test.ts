import { expect, it } from "vitest";
import { appError } from "../errors/app-error.ts";
import type { PortForward } from "../lan/forward.ts";
import type { UplinkCandidate, UplinkState } from "../lan/network.ts";
import type { MachineView } from "../machine/machine.ts";
import { sampleMachine, sampleView } from "../testing/samples.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import { keptForwards, viewForwards } from "./forward-view.ts";

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
  automatic: "wlan0",
  candidates: [cable, candidate("wlan0", "10.0.2.2"), phone],
};

function view(own?: UplinkChoice, status: MachineView["status"] = "running"): MachineView {
  const { network } = sampleMachine();
  const definition = sampleMachine({
    network: { ...network, forwards: [web, names], ...(own === undefined ? {} : { uplink: own }) },
  });
  return sampleView({ status }, definition);
}

const kept = [web, names].map((each) => ({ address: "192.168.100.1", ...each, problem: null }));
const lanOn = { status: "on", forwards: kept } as const;

it("lists forwards by port, each with its addresses here and in the LAN", () => {
  expect(viewForwards(view(), lanOn, uplink)).toEqual([
    {
      ...{ ...names, here: ["localhost:53/udp"], there: "192.168.100.1:5353" },
      ...{ state: "open", problem: null },
    },
    {
      ...{ ...web, here: ["localhost:8080", "10.0.2.2:8080"], there: "192.168.100.1:80" },
      ...{ state: "open", problem: null },
    },
  ]);
});

it("gives the reason when a forward cannot be answered", () => {
  const states = (...given: Parameters<typeof viewForwards>) =>
    viewForwards(...given).map(({ state, here }) => `${here.length} ${state}`);
  expect(states(view(), { status: "off", forwards: [] }, uplink)).toEqual([
    "1 lan-off",
    "1 lan-off",
  ]);
  expect(states(view(undefined, "stopped"), lanOn, uplink)).toEqual([
    "1 not-running",
    "2 not-running",
  ]);
  // The LAN knows no forward, or only one of the same port for another machine.
  const others = [{ address: "192.168.100.2", ...web, problem: null }];
  expect(states(view(), { status: "on", forwards: others }, uplink)).toEqual([
    "1 waiting",
    "2 waiting",
  ]);
});

it("gives the reason for a refused port, whether or not the machine runs", () => {
  const error = appError("forward-port-privileged", { port: 53, least: 1024 });
  const forwards = keptForwards(
    kept.map(({ problem: _, ...each }) => each),
    [{ protocol: "udp", hostPort: 53, error }],
  );
  for (const [status, rest] of [
    ["running", "open"],
    ["stopped", "not-running"],
  ] as const) {
    const shown = viewForwards(view(undefined, status), { status: "on", forwards }, uplink);
    expect(shown.map(({ state, problem }) => [state, problem])).toEqual([
      ["refused", error],
      [rest, null],
    ]);
  }
});

it("uses the address of the machine's uplink if that is known and works", () => {
  const at = (own: UplinkChoice | undefined, shown = uplink) =>
    viewForwards(view(own), lanOn, shown)[1]?.here.slice(1);
  const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });
  expect(at(pinned("eth0"))).toEqual(["10.0.1.2:8080"]);
  expect(at(pinned("usb0"))).toEqual([]);
  expect(at({ mode: "preferred", interfaces: ["usb0", "eth0"] })).toEqual(["10.0.1.2:8080"]);
  expect(at({ mode: "none" })).toEqual([]);
  expect(at({ mode: "automatic" })).toEqual(["10.0.2.2:8080"]);
  const lanPinned = { ...uplink, choice: pinned("eth0"), active: "eth0" };
  expect(at(undefined, lanPinned)).toEqual(["10.0.1.2:8080"]);
  // The machine follows the host's routing, not the LAN's uplink.
  expect(at({ mode: "automatic" }, lanPinned)).toEqual(["10.0.2.2:8080"]);
  expect(at({ mode: "automatic" }, { ...lanPinned, automatic: null })).toEqual([]);
  expect(at(undefined, { ...uplink, active: null })).toEqual([]);
});
