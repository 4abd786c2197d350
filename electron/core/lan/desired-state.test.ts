import { describe, expect, it } from "vitest";
import type { DesiredLan, Reservation } from "../../contract/lan/netd.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import {
  withAirlock,
  withForwards,
  withMachineUplink,
  withoutReservations,
  withReservations,
} from "./desired-state.ts";
import { mostMachineUplinks } from "./plan/state-file.ts";

const desired: DesiredLan = {
  lan: defaultLan,
  uplink: { mode: "automatic" },
  machineUplinks: [],
  forwards: [],
  reservations: [],
};
const none = { mode: "none" } as const;
const pinned = { mode: "pinned", interface: "eth0" } as const;
const address = (last: number) => `192.168.100.${last}`;
const outside = {
  ok: false,
  error: {
    code: "address-outside",
    params: { address: "10.0.0.1", subnet: "192.168.100.0/24" },
  },
};

describe("an own uplink", () => {
  const three: DesiredLan = {
    ...desired,
    machineUplinks: [1, 2, 3].map((last) => ({ address: address(last), uplink: pinned })),
  };

  it("is added at the end, and changed in place", () => {
    expect(withMachineUplink(three, address(4), none)).toEqual({
      ok: true,
      value: {
        ...three,
        machineUplinks: [...three.machineUplinks, { address: address(4), uplink: none }],
      },
    });
    const changed = withMachineUplink(three, address(2), none);
    expect(changed.ok && changed.value.machineUplinks.map(({ uplink }) => uplink)).toEqual([
      ...[pinned, none, pinned],
    ]);
  });

  it("is removed so that all others but the last keep their routing tables", () => {
    const left = (last: number) => {
      const next = withMachineUplink(three, address(last), null);
      return next.ok && next.value.machineUplinks.map((each) => each.address);
    };
    expect(left(1)).toEqual([address(3), address(2)]);
    expect(left(3)).toEqual([address(1), address(2)]);
    expect(left(9)).toEqual([address(1), address(2), address(3)]);
  });

  it("is refused beyond the number of tables", () => {
    let full = desired;
    for (let last = 1; last <= mostMachineUplinks; last += 1) {
      const next = withMachineUplink(full, address(last), pinned);
      if (next.ok) full = next.value;
    }
    expect(full.machineUplinks).toHaveLength(mostMachineUplinks);
    expect(withMachineUplink(full, address(250), pinned)).toEqual({
      ok: false,
      error: {
        code: "netd-refused",
        params: { detail: `most-uplinks:${mostMachineUplinks}` },
      },
    });
  });
});

describe("airlocks", () => {
  const airlock = { only: [{ to: "deb.test" }] };

  it("are set, replaced and removed, each machine's by itself", () => {
    const first = withAirlock(desired, address(1), airlock);
    expect(first).toEqual({
      ok: true,
      value: { ...desired, airlocks: [{ address: address(1), airlock }] },
    });
    const second = first.ok ? withAirlock(first.value, address(2), airlock) : first;
    const timed = { ...airlock, until: 5 };
    const third = second.ok ? withAirlock(second.value, address(1), timed) : second;
    expect(third.ok && third.value.airlocks).toEqual([
      { address: address(2), airlock },
      { address: address(1), airlock: timed },
    ]);
    const fourth = third.ok ? withAirlock(third.value, address(2), null) : third;
    expect(fourth.ok && fourth.value.airlocks).toEqual([{ address: address(1), airlock: timed }]);
    expect(fourth.ok && withAirlock(fourth.value, address(1), null)).toEqual({
      ok: true,
      value: desired,
    });
  });

  it("are refused for an address outside, where they can still be removed", () => {
    expect(withAirlock(desired, "10.0.0.1", airlock)).toEqual(outside);
    expect(withAirlock(desired, "10.0.0.1", null)).toEqual({ ok: true, value: desired });
  });
});

describe("forwards", () => {
  const to = (port: number) =>
    ({ protocol: "tcp", hostPort: port, port: 80, reach: "host" }) as const;

  it("of a machine replace its former ones, and take a port over from another machine", () => {
    const first = withForwards(desired, address(1), [to(8080), to(8081)]);
    const second = first.ok ? withForwards(first.value, address(2), [to(8081)]) : first;
    expect(second.ok && second.value.forwards).toEqual([
      { address: address(1), ...to(8080) },
      { address: address(2), ...to(8081) },
    ]);
    const third = second.ok ? withForwards(second.value, address(1), []) : second;
    expect(third.ok && third.value.forwards).toEqual([{ address: address(2), ...to(8081) }]);
  });

  it("are refused for an address outside, where they can still be removed, and beyond 256", () => {
    expect(withForwards(desired, "10.0.0.1", [to(8080)])).toEqual(outside);
    expect(withForwards(desired, "10.0.0.1", [])).toEqual({ ok: true, value: desired });
    const many = Array.from({ length: 257 }, (_, index) => to(8000 + index));
    expect(withForwards(desired, address(1), many.slice(1)).ok).toBe(true);
    expect(withForwards(desired, address(1), many)).toEqual({
      ok: false,
      error: { code: "netd-refused", params: { detail: "most-forwards:256" } },
    });
  });
});

describe("reservations", () => {
  const one: Reservation = { mac: "52:54:00:00:00:01", address: address(1), name: "one" };
  const two: Reservation = { mac: "52:54:00:00:00:02", address: address(2), name: "two" };

  it.each([
    ["card", { ...two, mac: one.mac }],
    ["address", { ...two, address: one.address }],
    ["name", { ...two, name: one.name }],
  ])("of the same %s give way to the latest", (_what, latest) => {
    const next = withReservations({ ...desired, reservations: [one] }, [latest]);
    expect(next.ok && next.value.reservations).toEqual([latest]);
  });

  it("are added, refused as a whole if one is outside or they are too many, and removed by MAC address", () => {
    expect(withReservations(desired, [one, two])).toEqual({
      ok: true,
      value: { ...desired, reservations: [one, two] },
    });
    expect(withReservations(desired, [one, { ...two, address: "10.0.0.1" }])).toEqual(outside);
    const wide = { ...desired, lan: { ...desired.lan, prefixLength: 16 } };
    const many = Array.from({ length: 256 }, (_, index) => ({
      mac: `52:54:00:00:01:${index.toString(16).padStart(2, "0")}`,
      address: `192.168.7.${index}`,
      name: `m${index}`,
    }));
    expect(withReservations(wide, many.slice(1)).ok).toBe(true);
    expect(withReservations(wide, many)).toEqual({
      ok: false,
      error: { code: "netd-refused", params: { detail: "most-reservations:255" } },
    });
    const both = { ...desired, reservations: [one, two] };
    expect(withoutReservations(both, [one.mac])).toEqual({
      ok: true,
      value: { ...desired, reservations: [two] },
    });
  });
});
