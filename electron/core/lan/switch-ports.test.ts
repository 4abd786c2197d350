import { expect, it } from "vitest";
import { foreignPorts, parseHeardCards, parsePorts, portOfProcess } from "./switch-ports.ts";

const uncounted = { inBytes: null, outBytes: null };

it("reads the plugs at each port", () => {
  const text = `0000 DATA END WITH '.'
Port 0001 untagged_vlan=0000 ACTIVE - Unnamed Allocatable
 Current User: NONE Access Control: (User: NONE - Group: NONE)
 IN:  pkts          2          bytes                  176
 OUT: pkts          0          bytes                    0
  -- endpoint ID 0006 module tuntap      : vtap0
Port 0002 untagged_vlan=0000 ACTIVE - Unnamed Allocatable
 Current User: anna Access Control: (User: NONE - Group: NONE)
  -- endpoint ID 0009 module unix prog   : QEMU user=anna pid=4711 SSH: none
Port 0003 untagged_vlan=0000 INACTIVE - Unnamed Allocatable
.
1000 Success
`;
  expect(parsePorts(text)).toEqual([
    { port: 1, tap: "vtap0", description: "vtap0", inBytes: 176, outBytes: 0 },
    {
      port: 2,
      tap: null,
      description: "QEMU user=anna pid=4711 SSH: none",
      inBytes: null,
      outBytes: null,
    },
  ]);
  expect(portOfProcess(parsePorts(text), 4711)?.port).toBe(2);
  expect(portOfProcess(parsePorts(text), 471)).toBeUndefined();
  expect(parsePorts("1000 Success")).toEqual([]);
});

it("finds other programs' plugs, and the MAC addresses at their ports", () => {
  const own = { port: 2, tap: null, description: "QEMU user=anna pid=4711", ...uncounted };
  const theirs = { port: 3, tap: null, description: "QEMU user=anna pid=471", ...uncounted };
  const silent = { port: 4, tap: null, description: "", ...uncounted };
  const tap = { port: 1, tap: "vtap0", description: "vtap0", ...uncounted };
  expect(foreignPorts([tap, own, theirs, silent], new Set([4711]))).toEqual([theirs, silent]);
  const text = `0000 DATA END WITH '.'
Hash: 0013 Addr: 52:54:00:AB:22:33 VLAN 0000 to port: 004  age 1 secs
Hash: 0115 Addr: 42:97:35:3f:15:2e VLAN 0000 to port: 001  age 0 secs
.
1000 Success
`;
  expect(parseHeardCards(text)).toEqual([
    { mac: "52:54:00:ab:22:33", port: 4 },
    { mac: "42:97:35:3f:15:2e", port: 1 },
  ]);
  expect(parseHeardCards("1000 Success")).toEqual([]);
});
