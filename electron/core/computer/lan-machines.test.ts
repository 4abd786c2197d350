import { expect, it } from "vitest";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { joinMachines } from "./lan-machines.ts";

const far = (name: string, last: number): FarMachine => ({
  ...{ id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab", name, status: "running", reachable: null },
  ...{
    address: `192.168.100.${last}`,
    mac: `52:54:00:00:00:0${last}`,
    uptimeSeconds: null,
    user: null,
  },
  ...{ accelerator: null, problemCode: null, tags: [], note: null, protected: false },
});

it("lets no other computer take the name, address or card of a machine", () => {
  const own = sampleMachine();
  const big = { name: "big", machines: [far("db", 2), far("web", 3), far("one", 1)] };
  const old = { name: "old", machines: [far("db", 4), far("two", 2), far("last", 5)] };
  const joined = joinMachines([own], [big, old]);
  expect(joined.machines.map(({ name }) => name)).toEqual(["web", "db", "last"]);
  expect(joined.clashes.map(({ computer, machine }) => `${computer}/${machine}`)).toEqual([
    ...["big/web", "big/one"],
    ...["old/db", "old/two"],
  ]);
});
