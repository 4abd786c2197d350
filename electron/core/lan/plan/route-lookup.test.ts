import { expect, test } from "vitest";
import { defaultLan } from "../../../contract/lan/network.ts";
import { automaticLookup, lanLookup, parseLookup } from "./route-lookup.ts";

const automatic = { mode: "automatic" } as const;
const desired = { lan: defaultLan, uplink: automatic, reservations: [], forwards: [] };
const own = (address: string) => ({ address, uplink: automatic });
const words = (address: string) =>
  `-4 -j route get 198.51.100.1 from ${address} iif vtap0`.split(" ");

test("asks the kernel as for a machine without an uplink of its own, never as for the host", () => {
  const machineUplinks = [own("192.168.100.253"), own("192.168.100.252")];
  expect(lanLookup({ ...desired, machineUplinks }, null)).toEqual(words("192.168.100.251"));
  expect(lanLookup({ ...desired, machineUplinks }, "192.168.100.7")).toEqual(
    words("192.168.100.7"),
  );
});

test("asks only if the LAN or a machine follows the host's own routing", () => {
  const pinned = { mode: "pinned", interface: "eth0" } as const;
  const followers = [{ address: "192.168.100.3", uplink: pinned }, own("192.168.100.7")];
  const asked = (uplink: typeof pinned | typeof automatic, machineUplinks: typeof followers) =>
    automaticLookup({ ...desired, uplink, machineUplinks });
  expect(asked(automatic, followers)).toEqual(words("192.168.100.253"));
  expect(asked(pinned, followers)).toEqual(words("192.168.100.7"));
  expect(asked(pinned, followers.slice(0, 1))).toBeNull();
});

test("its answer is parsed to an interface, or null", () => {
  expect(
    parseLookup('[{"dst":"198.51.100.1","dev":"wg0","flags":[],"cache":[],"iif":"vtap0"}]'),
  ).toBe("wg0");
  for (const junk of ["", "[]", "[{}]", "RTNETLINK answers: Network is unreachable"]) {
    expect(parseLookup(junk)).toBeNull();
  }
});
