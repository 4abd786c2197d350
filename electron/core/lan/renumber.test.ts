import { expect, it } from "vitest";
import { appError } from "../../contract/errors/app-error.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import type { Route } from "../uplink/ip-json.ts";
import { planRenumber } from "./renumber.ts";

function machine(name: string, address: string, seed?: string): MachineFile {
  return sampleMachine({
    id: `id-of-${name}`,
    name,
    network: { address, mac: "52:54:00:00:00:01", nic: "virtio" },
    ...(seed === undefined ? {} : { seed }),
  });
}

const nowhere = { links: [], routes: [], nameServers: [] };
const machines = [machine("web", "192.168.100.1", "/seed"), machine("pg", "192.168.100.130")];

it("moves all addresses to the same offset", () => {
  expect(planRenumber("10.9.0.0/24", defaultLan, machines, nowhere)).toEqual({
    ok: true,
    value: {
      lan: { ...defaultLan, address: "10.9.0.254", prefixLength: 24 },
      machines: [
        {
          id: "id-of-pg",
          name: "pg",
          from: "192.168.100.130",
          to: "10.9.0.130",
          follows: "dhcp-or-hand",
        },
        {
          id: "id-of-web",
          name: "web",
          from: "192.168.100.1",
          to: "10.9.0.1",
          follows: "cloud-init",
        },
      ],
    },
  });
});

it("finds other addresses where a smaller subnet lacks the offset", () => {
  const plan = planRenumber("10.9.0.0/29", defaultLan, machines, nowhere);
  // 254 is the sixth of eight, 130 the second.
  expect(plan.ok && [plan.value.lan.address, plan.value.machines.map(({ to }) => to)]).toEqual([
    "10.9.0.6",
    ["10.9.0.2", "10.9.0.1"],
  ]);
  const many = Array.from({ length: 6 }, (_each, index) =>
    machine(`m${index}`, `192.168.100.${index + 1}`),
  );
  expect(planRenumber("10.9.0.0/29", defaultLan, many, nowhere)).toMatchObject({
    error: { code: "addresses-exhausted" },
  });
});

it("keeps addresses that fit already, so that it can be repeated", () => {
  const plan = planRenumber("192.168.100.0/24", defaultLan, machines, nowhere);
  expect(plan).toEqual({ ok: true, value: { lan: defaultLan, machines: [] } });
});

it("accepts a subnet by any of its addresses, and refuses overlaps", () => {
  const route: Route = {
    type: "unicast",
    destination: "10.0.0.0/8",
    gateway: null,
    interface: "tun0",
    table: "main",
    metric: 0,
    protocol: 0,
  };
  expect(
    planRenumber("10.9.0.7/24", defaultLan, [], { ...nowhere, routes: [route] }),
  ).toMatchObject({
    error: { code: "lan-overlap", params: { other: "10.0.0.0/8", interface: "tun0" } },
  });
  const asked = { ...nowhere, nameServers: ["10.9.0.53"] };
  expect(planRenumber("10.9.0.0/24", defaultLan, [], asked)).toMatchObject({
    error: { code: "lan-hides-host", params: { address: "10.9.0.53", role: "name-server" } },
  });
});

it.each([
  ["10.9.0.0", appError("subnet-invalid", { subnet: "10.9.0.0" })],
  ["10.9.0.0/8", appError("subnet-size-invalid", { prefixLength: 8 })],
  ["10.9.0.0/30", appError("subnet-size-invalid", { prefixLength: 30 })],
  ["x/24", appError("subnet-invalid", { subnet: "x/24" })],
  ["127.0.0.0/24", appError("subnet-public", { subnet: "127.0.0.0/24" })],
  ["224.0.0.0/24", appError("subnet-public", { subnet: "224.0.0.0/24" })],
  ["8.8.8.0/24", appError("subnet-public", { subnet: "8.8.8.0/24" })],
  ["", appError("subnet-invalid", { subnet: "" })],
])("refuses %j", (text, error) => {
  expect(planRenumber(text, defaultLan, [], nowhere)).toEqual({ ok: false, error });
});
