/// <reference path="../../adapters/desktop/x11.d.ts" />
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "x11";
import { startDesktop } from "../../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../../e2e/rig/desktop/desktop-type.ts";
import { connectXServer, type XServer } from "../../adapters/desktop/x-server.ts";
import { popoverShape } from "../../core/app/popover-size.ts";
import { createPlacementAsker } from "./placement-asker.ts";

/** The type of a property that holds windows (Xatom.h). */
const windowType = 33;
const popover = 0x400004;
const shape = popoverShape(
  400,
  { workArea: { x: 0, y: 0, width: 1280, height: 768 }, scaleFactor: 1 },
  true,
);

let desktop: Desktop;
let server: XServer;

// One server for all tests: the library keeps the numbers of names for all servers of a process.
beforeAll(async () => {
  desktop = await startDesktop({});
  server = connectXServer(desktop.env.DISPLAY);
});

afterAll(async () => {
  server?.close();
  await desktop?.close();
});

/** Lists windows as a window manager does. */
async function list(...windows: readonly number[]): Promise<void> {
  const name = await server.atom("_NET_CLIENT_LIST");
  const data = Buffer.from(Uint32Array.from(windows).buffer);
  await new Promise<void>((resolve) => {
    createClient({ display: desktop.env.DISPLAY }, (_error, { client, screen: [first] }) => {
      client.ChangeProperty(0, first?.root ?? 0, name ?? 0, windowType, 32, data);
      client.QueryPointer(first?.root ?? 0, () => {
        resolve();
        client.terminate();
      });
    });
  });
}

/** Asks about the popover of an X11 client on labwc. */
function isShown(): Promise<boolean> | undefined {
  const session = { hasWayland: true, hasX11: true, desktops: ["labwc", "wlroots"], sway: null };
  const parts = { session, bus: undefined, runtimeFolder: "", server };
  return createPlacementAsker("panel", parts)?.confirm(shape, popover);
}

test("on labwc, a window that is not listed counts as not shown, however visible Electron calls it", async () => {
  await list(1, 2);
  expect(await isShown()).toBe(false);
});

test("on labwc, a window is waited for until it is listed", async () => {
  await list(1);
  const answer = isShown();
  await list(1, popover);
  expect(await answer).toBe(true);
});
