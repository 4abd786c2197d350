import { sh, type TestUplink } from "./test-net.ts";

/** The routers at the ends of a laptop's cable, with cards and networks of their own. */
export const routers = {
  home: { mac: "02:00:00:00:00:01", gateway: "10.0.1.1", address: "10.0.1.2" },
  office: { mac: "02:00:00:00:00:02", gateway: "10.0.7.1", address: "10.0.7.2" },
};
export type Router = keyof typeof routers;

/** The id of a router's known network. */
export const placeOf = (router: Router) =>
  `${routers[router].mac}@${routers[router].gateway.replace(/1$/, "0")}/24`;

/** Pulls a cable out; the computer leaves its network. */
export async function unplug(cable: TestUplink): Promise<void> {
  await sh("ip", "-n", cable.namespace, "link", "set", cable.farEnd, "down");
  await sh("ip", "addr", "flush", "dev", cable.interface);
}

/** Puts a router behind a cable. */
export async function routeBehind(cable: TestUplink, router: Router): Promise<void> {
  const { mac, gateway } = routers[router];
  const far = (...words: readonly string[]) => sh("ip", "-n", cable.namespace, ...words);
  await far("addr", "flush", "dev", cable.farEnd);
  await far("link", "set", cable.farEnd, "address", mac, "up");
  await far("addr", "add", `${gateway}/24`, "dev", cable.farEnd);
}

/** Plugs a cable in at a router, whose network the computer then joins. */
export async function plugInto(cable: TestUplink, router: Router): Promise<void> {
  const { gateway, address } = routers[router];
  const { interface: name } = cable;
  await unplug(cable);
  await routeBehind(cable, router);
  await sh("ip", "addr", "add", `${address}/24`, "dev", name);
  await sh("ip", "route", "add", "default", "via", gateway, "dev", name, "metric", "100");
}
