import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import type { LanForward } from "../../contract/lan/forward.ts";
import { createPortHolds } from "./port-holds.ts";
import { type PortLook, portLook } from "./port-look.ts";

const lan = "192.168.100.254";
const web: LanForward = {
  ...{ protocol: "tcp", port: 80, reach: "host" },
  ...{ hostPort: 443, address: "192.168.100.1" },
};

/** Reads the real ports, and counts how often. */
function counted() {
  const looks = { listeners: 0, rules: 0 };
  const look: PortLook = {
    ...portLook,
    listeners() {
      looks.listeners += 1;
      return portLook.listeners();
    },
    rules() {
      looks.rules += 1;
      return portLook.rules();
    },
  };
  return { look, looks };
}

it("leaves the ports of the system's services to root, and reports it once", async () => {
  const said: string[] = [];
  const ports = createPortHolds(1024, portLook, (what) => said.push(what));
  const high = { ...web, hostPort: 8443 };
  for (const _ of ["once", "again"]) {
    expect(await ports.keep([web, high], lan)).toEqual([high]);
    const error = { code: "forward-port-privileged", params: { port: 443, least: 1024 } };
    expect(ports.refused()).toEqual([{ protocol: "tcp", hostPort: 443, error }]);
  }
  expect(said).toEqual(["no forward of 443/tcp: forward-port-privileged"]);
  expect(await ports.keep([], lan)).toEqual([]);
  expect(ports.refused()).toEqual([]);
});

it("reads listeners and other programs' rules once, for any number of ports", async () => {
  const { look, looks } = counted();
  const ports = createPortHolds(1, look, () => {});
  const taken = createServer().listen(20_007, "0.0.0.0");
  await once(taken, "listening");
  const many = Array.from({ length: 320 }, (_each, index) => ({
    ...{ ...web, reach: "uplink" as const },
    hostPort: 20_000 + index,
  }));
  const others = many.filter(({ hostPort }) => hostPort !== 20_007);
  expect(await ports.keep(many, lan)).toEqual(others);
  expect(looks).toEqual({ listeners: 1, rules: 1 });
  // Held ports need no reading of listeners; rules may have been added since.
  expect(await ports.keep(others, lan)).toEqual(others);
  expect(looks).toEqual({ listeners: 1, rules: 2 });
  await ports.keep([], lan);
  expect(looks).toEqual({ listeners: 1, rules: 2 });
  taken.close();
});
