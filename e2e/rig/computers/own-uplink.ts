import { anywhere, makeUplink, sh, type TestUplink } from "../lan/test-net.ts";
import type { OtherComputer } from "./other-computer.ts";

/** Selects the packets that begin a flow: the end of an earlier flow may come late on a busy computer. */
export const beginning = `host ${anywhere} and (udp or tcp[tcpflags] & tcp-syn != 0)`;

/** Gives another computer the uplink with a number as its own, as its default route. */
export async function giveUplink(far: OtherComputer, number: number): Promise<TestUplink> {
  const name = `out${number}`;
  const uplink = await makeUplink(name, number);
  await sh("ip", "link", "set", name, "netns", far.namespace);
  for (const words of [
    ["addr", "add", `${uplink.address}/24`, "dev", name],
    ["link", "set", name, "up"],
    ["route", "add", "default", "via", uplink.gateway],
  ]) {
    await sh("ip", "-n", far.namespace, ...words);
  }
  return uplink;
}
