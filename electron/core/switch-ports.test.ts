import { expect, it } from "vitest";
import { parsePorts, portOfProcess } from "./switch-ports.ts";

it("reads what is plugged in where", () => {
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
