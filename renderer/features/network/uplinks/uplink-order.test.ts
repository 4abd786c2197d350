import { expect, it } from "vitest";
import type { UplinkChoice } from "../../../../electron/contract/uplink/choice.ts";
import { parseUplinkOrder, uplinkOrderText } from "./uplink-order.ts";

it("reads what it writes", () => {
  const order: UplinkChoice = { mode: "preferred", interfaces: ["eth0", "wlan0"] };
  expect(parseUplinkOrder(uplinkOrderText(order))).toEqual(order);
  expect(parseUplinkOrder(" eth0 ,wlan0 ")).toEqual(order);
  expect(uplinkOrderText({ mode: "automatic" })).toBe("");
});

it.each(["", "eth0,", "eth0, eth0", "eth 0", "-x", "a,b,c,d,e,f,g,h,i"])("refuses %j", (text) => {
  expect(parseUplinkOrder(text)).toBeNull();
});
