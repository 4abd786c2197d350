import { expect, it } from "vitest";
import { hostPortsFor } from "./host-ports.ts";

const forward = (hostPort: number) =>
  ({ protocol: "tcp", hostPort, port: 1, reach: "host" }) as const;

it("proposes the same port, and one that every program may take for a reserved one", () => {
  expect(hostPortsFor(3000, [])).toEqual(Array.from({ length: 10 }, (_, index) => 3000 + index));
  expect(hostPortsFor(80, [])[0]).toBe(8080);
  expect(hostPortsFor(443, [])[0]).toBe(8443);
});

it("leaves out what the machine has already, and what is no port", () => {
  expect(hostPortsFor(80, [forward(8080), forward(8082)]).slice(0, 2)).toEqual([8081, 8083]);
  expect(hostPortsFor(65_535, [])).toEqual([65_535]);
});
