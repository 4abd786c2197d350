import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type DashboardRoute,
  dashboardPages,
  machineTabs,
  parseRouteHash,
  routeHash,
} from "./route.ts";

const machine = "0d6bd3a8-1c2e-4a61-9d0e-3f9d6f6c2a11";

test.each([
  ["", { page: "machines" }],
  ["#", { page: "machines" }],
  ["#network", { page: "network" }],
  [`#machines/${machine}`, { page: "machines", machine }],
  [`#machines/${machine}/console`, { page: "machines", machine, tab: "console" }],
  [`#machines/${machine}/nothing`, { page: "machines" }],
  ["#machines/../..", { page: "machines" }],
  ["#toString", { page: "machines" }],
])("%s leads to %j", (hash, place) => {
  expect(parseRouteHash(hash)).toEqual(place);
});

test("each route is parsed from its own hash", () => {
  const places = dashboardPages.flatMap((page): readonly DashboardRoute[] => [
    { page },
    ...(page === "new-machine"
      ? [{ page, template: machine }]
      : [{ page, machine }, ...machineTabs.map((tab) => ({ page, machine, tab }))]),
  ]);
  for (const place of places) expect(parseRouteHash(`#${routeHash(place)}`)).toEqual(place);
});

test("any text is parsed as a route", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(dashboardPages).toContain(parseRouteHash(text).page);
    }),
  );
});
