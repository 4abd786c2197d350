import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRequest } from "../server/parse-request.ts";
import { readOneShotRequest } from "./one-shot.ts";

const option = "kvm_intel emulate_invalid_guest_state=0";
const valid = [
  { do: "load-module", module: "kvm_intel" },
  { do: "load-module", module: "kvm_amd" },
  { do: "load-module", module: "tun" },
  { do: "set-module-option", option, scope: "boot" },
  { do: "set-module-option", option, scope: "always" },
  { do: "unset-module-option", scope: "boot" },
  { do: "unset-module-option", scope: "always" },
  { do: "join-group-kvm" },
  { do: "open-kvm" },
  { do: "close-kvm" },
  { do: "lend-device", major: 8, minor: 17 },
  { do: "take-back-devices" },
  { do: "allow-through-firewall" },
  { do: "take-back-firewall" },
  { do: "write-hosts" },
  { do: "take-back-hosts" },
] as const;

const names = valid.map((each) => each.do);
/** By any of its names. */
const read = (argument: string | undefined) =>
  names.map((name) => readOneShotRequest(name, argument)).find((each) => each !== null) ?? null;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

const hostile = ["", ";id", "$(id)", "`id`", "tun\n", "tun id", "../tun", "/tmp/x.ko", "-r", "TUN"];

describe("the order that root is given", () => {
  it.each(valid)("is read as it was written: %o", (once) => {
    const argument = encode({ v: 1, once });
    expect(readOneShotRequest(once.do, argument)).toEqual(once);
    for (const other of [...names, undefined, ""].filter((name) => name !== once.do)) {
      expect(readOneShotRequest(other, argument)).toBeNull();
    }
  });

  it.each(hostile)("is refused with %j in any field", (value) => {
    for (const once of valid) {
      for (const key of Object.keys(once)) {
        expect(read(encode({ v: 1, once: { ...once, [key]: value } }))).toBeNull();
      }
      expect(read(encode({ v: 1, once: { ...once, user: value } }))).toBeNull();
      expect(read(encode({ v: 1, once, more: value }))).toBeNull();
    }
    expect(read(value)).toBeNull();
  });

  it("names a device by its two numbers alone", () => {
    for (const wrong of [-1, 0.5, 2 ** 20, 1e300, Number.NaN, null, "8", "/dev/sda", [8], {}]) {
      for (const key of ["major", "minor"]) {
        const once = { do: "lend-device", major: 8, minor: 17, [key]: wrong };
        expect(read(encode({ v: 1, once }))).toBeNull();
      }
    }
    expect(read(encode({ v: 1, once: { do: "lend-device", major: 8 } }))).toBeNull();
  });

  it("is refused when it is junk, absent, or meant for netd", () => {
    fc.assert(fc.property(fc.anything(), (junk) => read(encode({ junk })) === null));
    fc.assert(fc.property(fc.string(), (junk) => read(junk) === null));
    expect(read(undefined)).toBeNull();
    expect(read(encode({ v: 1, do: "serve" }))).toBeNull();
  });

  it.each(valid)("is refused as a request to netd: %o", (once) => {
    for (const frame of [
      { id: 1, verb: once.do },
      { id: 1, ...once, verb: once.do },
      { id: 1, verb: "once", once },
      { v: 1, once },
    ]) {
      expect(parseRequest(JSON.stringify(frame))).toMatchObject({
        error: { code: "netd-refused" },
      });
    }
  });
});
