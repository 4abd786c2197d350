import { expect, it } from "vitest";
import { leastPortIn, listenerInTheWay } from "./port-holder.ts";

const lan = "192.168.100.254";
/** In the format of `ss -Hlnpt` and `-Hlnpu`. */
const line = (address: string, users = "") =>
  `LISTEN 0      511    ${address}:8080 0.0.0.0:* ${users}`;
const node = 'users:(("node",pid=29428,fd=19))';

it("names the program that listens at a forward's port", () => {
  for (const address of ["127.0.0.1", "0.0.0.0", "*", "[::]", "[::1]"]) {
    expect(listenerInTheWay(line(address, node), "host", lan, false), address).toBe(
      "node (pid 29428)",
    );
  }
  expect(listenerInTheWay(line("0.0.0.0"), "host", lan, false)).toBe("?");
  expect(
    listenerInTheWay(`UNCONN 0 0 0.0.0.0%eth0:8080 0.0.0.0:* ${node}`, "host", lan, false),
  ).toBe("node (pid 29428)");
  expect(listenerInTheWay("", "uplink", lan, false)).toBeNull();
});

it("reports a listener at another address only if other computers reach the forward", () => {
  const text = [line(lan, node), line("127.0.0.53%lo"), line("10.0.0.7", node)].join("\n");
  expect(listenerInTheWay(text, "host", lan, false)).toBeNull();
  expect(listenerInTheWay(text, "uplink", lan, false)).toBe("node (pid 29428)");
});

it("ignores the port that is held for the forward itself", () => {
  const held = line("127.0.0.1");
  expect(listenerInTheWay(held, "uplink", lan, true)).toBeNull();
  expect(listenerInTheWay(`${held}\n${line("10.0.0.7", node)}`, "uplink", lan, true)).toBe(
    "node (pid 29428)",
  );
});

it("allows a user the ports that every user may take", () => {
  expect(leastPortIn("1024\n", 1000)).toBe(1024);
  expect(leastPortIn("80\n", 1000)).toBe(80);
  expect(leastPortIn("1024\n", 0)).toBe(1);
  expect(leastPortIn("junk", 1000)).toBe(1024);
});
