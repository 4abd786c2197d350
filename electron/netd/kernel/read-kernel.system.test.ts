import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { observe } from "./read-kernel.ts";

/** Gives a name in turns to a tap that forwards and to a bridge that does not, and to neither. */
const swapping = `while :; do
  ip tuntap add spare0 mode tap && echo 1 >/proc/sys/net/ipv4/conf/spare0/forwarding
  ip link set spare0 name swap0; sleep 0.2
  ip link delete swap0; ip link add swap0 type bridge; sleep 0.05
  ip link delete swap0
done`;

it("reads no interface’s settings as those of the one that had its name before", async () => {
  const swaps = spawn("sh", ["-c", swapping], { stdio: "ignore" });
  let taps = 0;
  try {
    await until("20 readings that met the tap", async () => {
      const read = await observe(null, false);
      if (!read.ok) {
        expect(read.error.code).toBe("program-failed");
        return false;
      }
      const met = read.value.links.find(({ name }) => name === "swap0");
      if (met?.tap !== true) return false;
      expect(read.value.forwarding.has("swap0")).toBe(true);
      taps += 1;
      return taps === 20;
    });
  } finally {
    await endChild(swaps);
    await sh("sh", "-c", "ip link delete swap0; ip link delete spare0; true");
  }
});
