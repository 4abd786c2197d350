import fc from "fast-check";
import { expect, it } from "vitest";
import {
  arpAnswer,
  arpQuestion,
  dnsMessage,
  dnsQuestion,
  echoQuestion,
  isFineDnsAnswer,
  readProbeFrame,
} from "./probe-frames.ts";

const hex = (frame: Uint8Array) => Buffer.from(frame).toString("hex");
const who = { mac: "02:00:00:00:00:01", address: 0xc0a864fd };

it("asks for an address without a sender address", () => {
  expect(hex(arpQuestion({ ...who, address: 0 }, 0xc0a86401))).toBe(
    `ffffffffffff0200000000010806${"0001080006040001"}020000000001${"00000000"}000000000000c0a86401${"00".repeat(18)}`,
  );
});

it("reads an answer of ARP", () => {
  expect(readProbeFrame(arpAnswer(who, "02:00:00:00:00:02", 0xc0a86401))).toEqual({
    kind: "arp",
    mac: who.mac,
    address: "192.168.100.253",
    to: "192.168.100.1",
  });
});

it("sends a ping of exactly the given size, unfragmented, with correct checksums", () => {
  const frame = echoQuestion(who, "02:00:00:00:00:02", 0x0a000101, 1500);
  expect(frame.length).toBe(1514);
  expect(hex(frame.subarray(14, 24))).toBe("450005dc000040004001");
  const sum = (bytes: Uint8Array) => {
    let total = 0;
    for (let at = 0; at < bytes.length; at += 2) {
      total += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    }
    while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
    return total;
  };
  // A block with its checksum sums up to all ones (RFC 1071).
  expect([sum(frame.subarray(14, 34)), sum(frame.subarray(34))]).toEqual([0xffff, 0xffff]);
});

it("recognises its own echo, a message that a packet is too large, and a name server's answer", () => {
  const echo = echoQuestion(who, "02:00:00:00:00:02", 0x0a000101, 84);
  // The answer has another type and reversed addresses.
  echo[34] = 0;
  expect(readProbeFrame(echo)).toEqual({ kind: "echo-reply", from: "192.168.100.253", bytes: 84 });
  echo.set([3, 4, 0, 0, 0, 0, 5, 0], 34);
  expect(readProbeFrame(echo)).toEqual({ kind: "refused", by: "192.168.100.253", mtu: 1280 });
  const dns = dnsQuestion(who, "02:00:00:00:00:02", 0x08080808);
  const [a, b, c, d] = dns.subarray(34, 38);
  dns.set([c ?? 0, d ?? 0, a ?? 0, b ?? 0], 34);
  dns.set([0x81, 0x80], 44);
  expect(readProbeFrame(dns)).toEqual({
    kind: "dns-answer",
    from: "192.168.100.253",
    isFine: true,
  });
});

it.each([
  [0x8180, true],
  [0x8182, false],
  [0x8185, false],
  [0x0100, false],
])("an answer with the flags %i is fine: %s", (flags, isFine) => {
  const message = dnsMessage();
  const view = new DataView(message.buffer);
  view.setUint16(2, flags);
  expect(isFineDnsAnswer(view)).toBe(isFine);
});

it("never throws on any frame", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.constantFrom(0x0806, 0x0800, 0),
      (bytes, type) => {
        const frame = Uint8Array.from(bytes);
        if (frame.length > 13) new DataView(frame.buffer).setUint16(12, type);
        readProbeFrame(frame);
      },
    ),
  );
});
