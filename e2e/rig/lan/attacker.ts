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

/** A guest that sends what it likes: a plug in the LAN's switch. */
export interface Attacker {
  /** Sends a frame as it is. */
  frame(bytes: Uint8Array): void;
  /** Sends packets to the host's card; their version tells what they are. */
  packets(packets: readonly Uint8Array[]): void;
  /** Ends once the host has seen all that was sent before: it is asked, and has answered. */
  settle(): Promise<void>;
  close(): void;
}

/** Its own address in the LAN, for asking whether all was seen. */
export const attackerAddress = "192.168.100.66";

/** Plugs it in at a LAN that is on. */
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
