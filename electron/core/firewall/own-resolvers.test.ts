import { expect, it } from "vitest";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { ownResolvers, resolverPorts } from "./own-resolvers.ts";

const pinned = (name: string): UplinkChoice => ({ mode: "pinned", interface: name });
const none: UplinkChoice = { mode: "none" };

function desired(...uplinks: UplinkChoice[]): DesiredLan {
  return {
    ...{ lan: defaultLan, uplink: pinned("eth0"), reservations: [], forwards: [] },
    machineUplinks: uplinks.map((uplink, index) => ({
      address: `192.168.100.${index + 1}`,
      uplink,
    })),
  };
}

it("gives each uplink other than the LAN's one resolver, which its machines share", () => {
  const [usb, nobody, ...rest] = ownResolvers(
    desired(pinned("usb0"), none, pinned("eth0"), pinned("usb0")),
  );
  expect(usb).toMatchObject({
    ...{ uplink: pinned("usb0"), addresses: ["192.168.100.1", "192.168.100.4"] },
  });
  expect(nobody).toEqual({ port: 952, uplink: none, addresses: ["192.168.100.2"] });
  expect(rest).toEqual([]);
  expect(ownResolvers(desired())).toEqual([]);
  const quiet = desired(none);
  expect(ownResolvers({ ...quiet, lan: { ...quiet.lan, addressing: "static" } })).toEqual([]);
});

it("keeps an uplink's port whatever other uplinks exist", () => {
  const portOf = (way: UplinkChoice, ...all: UplinkChoice[]) =>
    ownResolvers(desired(...all)).find(
      (each) => JSON.stringify(each.uplink) === JSON.stringify(way),
    )?.port;
  const usb = portOf(pinned("usb0"), pinned("usb0"));
  expect(resolverPorts).toContain(usb);
  expect(portOf(pinned("usb0"), none, { mode: "automatic" }, pinned("wlan0"), pinned("usb0"))).toBe(
    usb,
  );
});

it("gives no upstream, rather than a wrong one, to more uplinks than ports", () => {
  const resolvers = ownResolvers(
    desired(...Array.from({ length: 41 }, (_, i) => pinned(`usb${i}`))),
  );
  expect(resolvers.map(({ port }) => port).sort()).toEqual(resolverPorts);
  expect(resolvers.find(({ port }) => port === 952)).toEqual({
    ...{ port: 952, uplink: none },
    addresses: ["192.168.100.39", "192.168.100.40", "192.168.100.41"],
  });
});
