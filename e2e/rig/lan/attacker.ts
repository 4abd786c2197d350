import { readFileSync } from "node:fs";
import { openLanProbe } from "../../../electron/adapters/net/frame-probe.ts";
import {
  arpAnswer,
  echoQuestion,
  ethernet,
} from "../../../electron/core/path-check/probe-frames.ts";
import { until } from "../until.ts";
import { attackerCard, ipv4Number } from "./frames.ts";
import type { TestLan } from "./test-lan.ts";

/** A guest that sends arbitrary frames: a plug in the LAN's switch. */
export interface Attacker {
  /** Sends a frame unchanged. */
  frame(bytes: Uint8Array): void;
  /** Sends packets to the host's card; the version field tells IPv4 from IPv6. */
  packets(packets: readonly Uint8Array[]): void;
  /** Ends once the host has processed all earlier packets: it has answered a later ping. */
  settle(): Promise<void>;
  close(): void;
}

/**
 * Its own address in the LAN, for the pings that tell whether the host has processed everything.
 */
export const attackerAddress = "192.168.100.66";

/** Connects an attacker to a LAN that is on. */
export function openAttacker({ vdeSwitch }: TestLan): Attacker {
  const probe = openLanProbe(vdeSwitch.socketFolder);
  const who = { mac: attackerCard, address: ipv4Number(attackerAddress) };
  const host = () => readFileSync("/sys/class/net/vtap0/address", "utf8").trim();
  let asked = 100;
  const answered = new Set<number>();
  probe.listen((heard) => {
    if (heard.kind === "echo-reply") answered.add(heard.bytes);
    if (heard.kind === "arp" && heard.to === attackerAddress) {
      probe.send(arpAnswer(who, heard.mac, ipv4Number(heard.address)));
    }
  });
  return {
    frame: (bytes) => probe.send(bytes),
    packets(packets) {
      for (const packet of packets) {
        const type = (packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800;
        probe.send(ethernet(host(), attackerCard, type, packet));
      }
    },
    async settle() {
      asked += 1;
      const mine = asked;
      await until("the host's answer", () => {
        probe.send(echoQuestion(who, host(), ipv4Number("192.168.100.254"), mine));
        return answered.has(mine);
      });
    },
    close: () => probe.close(),
  };
}
