import { expect, it } from "vitest";
import { listenerInTheWay } from "./port-holder.ts";

const lan = "192.168.100.254";
/** As `ss -Hlnpt` and `-Hlnpu` write it. */
const line = (address: string, users = "") =>
  `LISTEN 0      511    ${address}:8080 0.0.0.0:* ${users}`;
const node = 'users:(("node",pid=29428,fd=19))';

it("says who listens where a forward would be", () => {
  for (const address of ["127.0.0.1", "0.0.0.0", "*", "[::]", "[::1]"]) {
    expect(listenerInTheWay(line(address, node), "host", lan), address).toBe("node (pid 29428)");
  }
  expect(listenerInTheWay(line("0.0.0.0"), "host", lan)).toBe("?");
  expect(listenerInTheWay(`UNCONN 0 0 0.0.0.0%eth0:8080 0.0.0.0:* ${node}`, "host", lan)).toBe(
    "node (pid 29428)",
  );
  expect(listenerInTheWay("", "uplink", lan)).toBeNull();
});

it("minds a listener at another address only if others are to reach the forward", () => {
  const text = [line(lan, node), line("127.0.0.53%lo"), line("10.0.0.7", node)].join("\n");
  expect(listenerInTheWay(text, "host", lan)).toBeNull();
  expect(listenerInTheWay(text, "uplink", lan)).toBe("node (pid 29428)");
});
