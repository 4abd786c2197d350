import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLan } from "../contract/lan/network.ts";
import { readServeOrder } from "./serve-order.ts";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const { interface: name, address, prefixLength } = defaultLan;
const lan = { interface: name, address, prefixLength };
const order = (more: object) => encode({ v: 2, do: "serve", lan: { ...lan, ...more } });

describe("the order that netd is given", () => {
  it("names the LAN that was agreed to, or none", () => {
    expect(readServeOrder(order({}))).toEqual({ v: 2, do: "serve", lan });
    const none = { v: 2, do: "serve", lan: null } as const;
    expect(readServeOrder(encode(none))).toEqual(none);
    expect(readServeOrder(encode({ v: 1, do: "serve" }))).toEqual(none);
  });

  it.each([
    ...["tun0", "docker0", "eth7", "lo", "wg0", "xvtap0", "vtap0;id", "vtap/0", "", "vtap0\n"].map(
      (other) => ({ interface: other }),
    ),
    ...["8.8.8.8", "127.0.0.1", "0.0.0.0", "10.0.0", "::1"].map((other) => ({ address: other })),
    ...[15, 30, 24.5, "24", null].map((other) => ({ prefixLength: other })),
    { hostAccess: "all" },
  ])("is refused with %j", (more) => {
    expect(readServeOrder(order(more))).toBeNull();
  });

  it("is refused when it is junk, absent, too long, or meant for one action", () => {
    fc.assert(fc.property(fc.anything(), (junk) => readServeOrder(encode({ junk })) === null));
    fc.assert(fc.property(fc.string(), (junk) => readServeOrder(junk) === null));
    expect(readServeOrder(undefined)).toBeNull();
    expect(readServeOrder(encode({ v: 2, do: "serve" }))).toBeNull();
    expect(readServeOrder(encode({ v: 1, do: "serve", lan }))).toBeNull();
    expect(readServeOrder(encode({ v: 1, once: { do: "open-kvm" } }))).toBeNull();
    expect(readServeOrder(" ".repeat(5000) + order({}))).toBeNull();
  });
});
