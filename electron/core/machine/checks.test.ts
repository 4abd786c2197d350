import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { macAddressSchema } from "../../contract/base/primitives.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { AddMachine, AddMachineInput, MachineFile } from "../../contract/machine/machine.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { checkNewMachine, macOf, proposeAddress } from "./checks.ts";
import { readAddMachine } from "./read-add-machine.ts";

const host = { memoryMiB: 8192, cpus: 4 };
const request: AddMachine = {
  name: "new",
  disk: "/d/new.qcow2",
  memoryMiB: 1024,
  cpus: 1,
  acceleration: "auto",
  bus: "virtio",
  nic: "virtio",
  vncDisplay: null,
};
const old = sampleMachine({
  id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab",
  name: "old",
  memoryMiB: 512,
  disk: { path: "/d/old.qcow2", format: "qcow2", bus: "virtio" },
  network: { address: "192.168.100.1", mac: "52:54:00:67:89:ab", nic: "virtio" },
  vncDisplay: 5,
});

function check(change: Partial<AddMachine>, machines: readonly MachineFile[] = [old]) {
  return checkNewMachine({ ...request, ...change }, machines, defaultLan, host);
}

describe("a new machine", () => {
  it("gets the next free address", () => {
    expect(check({})).toEqual(ok({ address: "192.168.100.2" }));
    expect(check({ address: "192.168.100.77" })).toEqual(ok({ address: "192.168.100.77" }));
  });

  it.each([
    [{ name: "old" }, appError("machine-name-taken", { name: "old" })],
    [{ memoryMiB: 8193 }, appError("memory-invalid", { asked: 8193, least: 16, most: 8192 })],
    [{ cpus: 5 }, appError("cpus-invalid", { asked: 5, most: 4 })],
    [{ vncDisplay: 5 }, appError("vnc-taken", { display: 5, name: "old" })],
    [
      { address: "192.168.101.1" },
      appError("address-outside", { address: "192.168.101.1", subnet: "192.168.100.0/24" }),
    ],
    [{ address: "192.168.100.254" }, appError("address-host", { address: "192.168.100.254" })],
    [
      { address: "192.168.100.0" },
      appError("address-reserved", { address: "192.168.100.0", subnet: "192.168.100.0/24" }),
    ],
    [
      { address: "192.168.100.255" },
      appError("address-reserved", { address: "192.168.100.255", subnet: "192.168.100.0/24" }),
    ],
    [
      { address: "192.168.100.1" },
      appError("address-taken", { address: "192.168.100.1", by: "old" }),
    ],
  ])("%j is refused", (change, error) => {
    expect(check(change)).toEqual({ ok: false, error });
  });

  it("finds no address in a full LAN", () => {
    const small = { ...defaultLan, address: "10.0.0.6", prefixLength: 29 };
    const machines = [1, 2, 3, 4, 5].map((n) => ({
      ...old,
      name: `m${n}`,
      network: { ...old.network, address: `10.0.0.${n}` },
    }));
    expect(proposeAddress(small, machines.slice(1))).toBe("10.0.0.1");
    expect(checkNewMachine(request, machines, small, host)).toEqual({
      ok: false,
      error: appError("addresses-exhausted", { subnet: "10.0.0.0/29" }),
    });
  });

  it("gets an address that a guest may have by DHCP only when all others are taken", () => {
    const upTo = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const place = index < 199 ? index + 1 : index + 51;
        return sampleMachine({ network: { ...old.network, address: `192.168.100.${place}` } });
      });
    expect(proposeAddress(defaultLan, upTo(198))).toBe("192.168.100.199");
    expect(proposeAddress(defaultLan, upTo(199))).toBe("192.168.100.250");
    expect(proposeAddress(defaultLan, upTo(203))).toBe("192.168.100.200");
  });

  it("does not get an address that an unregistered host has", () => {
    const error = appError("address-answers", { address: "10.0.0.1", mac: "52:54:00:00:00:01" });
    const small = { ...defaultLan, address: "10.0.0.6", prefixLength: 29 };
    const occupied = new Map([["10.0.0.1", error]]);
    expect(proposeAddress(small, [], occupied)).toBe("10.0.0.2");
    const wanted = { ...request, address: "10.0.0.1" };
    expect(checkNewMachine(wanted, [], small, host, occupied)).toEqual({ ok: false, error });
    const { address: _none, ...unasked } = wanted;
    expect(checkNewMachine(unasked, [], small, host, occupied)).toEqual(
      ok({ address: "10.0.0.2" }),
    );
  });

  it("gets a valid hardware address from its ID", () => {
    expect(macOf(old.id)).toBe("52:54:00:67:89:ab");
    fc.assert(fc.property(fc.uuid({ version: 4 }), (id) => v.is(macAddressSchema, macOf(id))));
  });
});

describe("a typed request", () => {
  const typed: AddMachineInput = { name: "web", disk: "/d" };

  it("gets the defaults", () => {
    expect(readAddMachine(typed, host)).toEqual(ok({ ...request, name: "web", disk: "/d" }));
  });

  it.each([
    ...["", "a/b", "a'b", 'a"b', "a\nb", "-a", "a-", "A", "ä", "a b", "a".repeat(300), "$(x)"].map(
      (name) => [{ name }, appError("machine-name-invalid", { name })] as const,
    ),
    [{ disk: "x" }, appError("disk-path-invalid", { path: "x" })],
    [{ disk: "/\0" }, appError("disk-path-invalid", { path: "/\0" })],
    [{ address: "1.2.3" }, appError("address-invalid", { address: "1.2.3" })],
    [{ memoryMiB: 0 }, appError("memory-invalid", { asked: 0, least: 16, most: 8192 })],
    [{ memoryMiB: 1.5 }, appError("memory-invalid", { asked: 1.5, least: 16, most: 8192 })],
    [{ cpus: -1 }, appError("cpus-invalid", { asked: -1, most: 4 })],
    [{ vncDisplay: 100 }, appError("vnc-invalid", { display: "100" })],
  ] as const)("%j is refused", (change, error) => {
    expect(readAddMachine({ ...typed, ...change }, host)).toEqual({ ok: false, error });
  });
});
