import { expect, it } from "vitest";
import type { LanForward } from "../contract/forward.ts";
import { createPortHolds } from "./port-holds.ts";

it("leaves the ports of the system's services to root, and says so once", async () => {
  const said: string[] = [];
  const ports = createPortHolds(1024, (what) => said.push(what));
  const web: LanForward = {
    ...{ protocol: "tcp", port: 80, reach: "host" },
    ...{ hostPort: 443, address: "192.168.100.1" },
  };
  const high = { ...web, hostPort: 8443 };
  for (const _ of ["once", "again"]) {
    expect(await ports.keep([web, high], "192.168.100.254")).toEqual([high]);
    const error = { code: "forward-port-privileged", params: { port: 443, least: 1024 } };
    expect(ports.refused()).toEqual([{ protocol: "tcp", hostPort: 443, error }]);
  }
  expect(said).toEqual(["no forward of 443/tcp: forward-port-privileged"]);
  expect(await ports.keep([], "192.168.100.254")).toEqual([]);
  expect(ports.refused()).toEqual([]);
});
