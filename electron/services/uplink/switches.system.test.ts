import { expect, it } from "vitest";
import { isLongForm } from "../../../e2e/rig/forms.mjs";
import { switchUplinks } from "../../../e2e/rig/lan/switch-uplinks.ts";

const switches = isLongForm ? 200 : 10;
/** Two pings send 16 packets between two switches that follow each other as fast as they can. */
const pings = switches * 16;

it.each(["vde", "fast"] as const)(
  `${switches} switches of the uplink lose no packet within the LAN, and none goes astray, with cables that are %s`,
  async (cables) => {
    const seen = await switchUplinks(cables, { switches, ms: 600_000 });
    expect(seen.latencies).toHaveLength(switches);
    expect(seen.sent).toBeGreaterThanOrEqual(pings);
    expect([seen.lost, seen.strays]).toEqual([0, 0]);
  },
  900_000,
);
