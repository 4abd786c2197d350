import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostForwards } from "../../contract/lan/forward.ts";
import { maximumFrameBytes } from "../../contract/lan/netd.ts";
import { hostileRequests, sampleRequests } from "../../contract/testing/samples.ts";
import { parseRequest } from "./parse-request.ts";

/** Returns a frame with one of its values replaced by another. */
const nearlyValid = fc
  .tuple(fc.constantFrom(...sampleRequests), fc.nat(20), fc.anything())
  .map(([frame, place, value]) => {
    let seen = 0;
    return JSON.stringify(frame, (_key, old) => {
      seen += 1;
      return seen === place + 1 ? value : old;
    });
  })
  .filter((text): text is string => text !== undefined);

describe("a request", () => {
  it.each(sampleRequests)("is read as it was written: %o", (frame) => {
    expect(parseRequest(JSON.stringify(frame))).toEqual({ ok: true, value: frame });
  });

  it("is refused with a hostile text in any field", () => {
    const requests = hostileRequests();
    expect(requests.length).toBeGreaterThan(300);
    for (const request of requests) {
      expect(parseRequest(request), request.slice(0, 200)).toMatchObject({
        error: { code: "netd-refused" },
      });
    }
  });

  it("about forwards is refused with an invalid port, reach or number of them", () => {
    const web = { protocol: "tcp", hostPort: 8080, port: 80, reach: "host" };
    const desired = (forwards: unknown) =>
      parseRequest(
        JSON.stringify({ id: 1, verb: "set-forwards", address: "192.168.100.7", forwards }),
      );
    expect(desired([web]).ok).toBe(true);
    const wrong: readonly unknown[] = [
      ...[0, -1, 65_536, 80.5, 1e300, "80", "80:81", null, [80]].flatMap((port) => [
        [{ ...web, hostPort: port }],
        [{ ...web, port }],
      ]),
      [{ ...web, protocol: "icmp" }],
      [{ ...web, reach: "0.0.0.0" }],
      [{ ...web, address: "127.0.0.1" }],
      [{ ...web, interface: "eth0" }],
      [web, { ...web, port: 81 }],
      Array.from({ length: 33 }, (_, index) => ({ ...web, hostPort: 9000 + index })),
      web,
      null,
    ];
    for (const each of wrong) {
      expect(desired(each), JSON.stringify(each)).toMatchObject({
        error: { code: "netd-refused" },
      });
    }
  });

  it("with as many forwards as a machine may have fits into a line", () => {
    const forwards = Array.from({ length: mostForwards }, (_, index) => ({
      ...{ protocol: "tcp", hostPort: 65_535 - index, port: 65_535, reach: "uplink" },
    }));
    const line = JSON.stringify({
      ...{ id: Number.MAX_SAFE_INTEGER, verb: "set-forwards", address: "192.168.100.254" },
      forwards,
    });
    expect(parseRequest(line).ok).toBe(true);
    expect(Buffer.byteLength(line)).toBeLessThan(maximumFrameBytes);
  });

  it("of junk is refused without an exception", () => {
    const junk = fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" }));
    fc.assert(fc.property(junk, (line) => parseRequest(line).ok === false));
  });

  it("that is nearly valid is refused, or holds only what the patterns allow", () => {
    // An interface may be named with + and =, which nft takes as they are.
    const harmless = /^[A-Za-z0-9_.:+=-]*(?:\/\d+)?$/;
    fc.assert(
      fc.property(nearlyValid, (line) => {
        const parsed = parseRequest(line);
        if (!parsed.ok) {
          expect(parsed.error.code).toBe("netd-refused");
          return;
        }
        JSON.stringify(parsed.value, (_key, value) => {
          if (typeof value === "string") expect(value).toMatch(harmless);
          return value;
        });
      }),
    );
  });
});
