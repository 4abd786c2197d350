import * as v from "valibot";
import { expect, it } from "vitest";
import { parseRouteHash, routeHash } from "../app/route.ts";
import { channels } from "../channels/table.ts";
import { farReference, machineReferenceSchema, parseReference } from "./far-machine.ts";

const id = "3b0e4a53-6d0c-4f0e-9c43-0123456789ab";

it("a reference names the computer and the machine there, and leads to its page", () => {
  const reference = farReference("big", id);
  expect(parseReference(reference)).toEqual({ computer: "big", id });
  expect(parseReference(id)).toBeNull();
  const route = { page: "machines", machine: reference, tab: "log" } as const;
  expect(parseRouteHash(routeHash(route))).toEqual(route);
});

it.each([`:${id}`, `big:`, `big:../${id}`, `-x:${id}`, `a:b:${id}`, `Big:${id}`, `big:${id}\n`])(
  "%j is not a reference",
  (text) => {
    expect(v.is(machineReferenceSchema, text)).toBe(false);
  },
);

it("what works on machines of this computer alone takes no reference", () => {
  const payload = { id: farReference("big", id) };
  // Notices and jobs have ids of any form, which name no machine.
  const other = { id: "any:text" };
  const taking = Object.entries(channels)
    .filter(([, { request }]) => v.is(request, payload) && !v.is(request, other))
    .map(([name]) => name);
  expect(taking).toEqual([
    "machine.start",
    "machine.stop",
    "machine.kill",
    "machine.restart",
    "machine.pause",
    "machine.resume",
    "machine.suspend",
    "machine.log",
    "machine.terminal",
    "snapshot.list",
    "computer.path",
  ]);
});
