import * as v from "valibot";
import { expect, it } from "vitest";
import {
  interfaceNameSchema,
  kernelInterfaceNameSchema,
  lanInterfaceNameSchema,
} from "./primitives.ts";

it.each(["eth0", "wg+us", "a=b", "_wan", "br-0123456789ab", "eth0.100"])(
  "an interface named %s can be an uplink",
  (name) => {
    expect(v.is(interfaceNameSchema, name)).toBe(true);
    expect(v.is(kernelInterfaceNameSchema, name)).toBe(true);
  },
);

it.each(["wän0", "veth@1", 'a"b', "a\\b", "eth*", "-x", ".x", "a;b", "$a", "a,b", "{a}", "a#b"])(
  "the kernel may name an interface %s, which rules cannot hold",
  (name) => {
    expect(v.is(interfaceNameSchema, name)).toBe(false);
    expect(v.is(kernelInterfaceNameSchema, name)).toBe(true);
  },
);

it.each(["", ".", "..", "a b", "a/b", "a:b", "a\nb", "sixteen-letters0"])(
  "no interface can be named %j",
  (name) => {
    expect(v.is(kernelInterfaceNameSchema, name)).toBe(false);
  },
);

it("the LAN's own interface keeps plain letters", () => {
  expect(v.is(lanInterfaceNameSchema, "vtap0")).toBe(true);
  expect(v.is(lanInterfaceNameSchema, "vtap+us")).toBe(false);
});
