/// <reference path="./x11.d.ts" />
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createClient, type Display } from "x11";
import { startDesktop } from "../../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../../e2e/rig/desktop/desktop-type.ts";
import { until } from "../../../e2e/rig/until.ts";
import { type Backdrop, createBackdrop } from "./x-backdrop.ts";
import { connectXServer, type XServer } from "./x-server.ts";

/** SubstructureRedirectMask (X.h), by which a window manager decides about each window. */
const redirectMask = 0x100000;

let desktop: Desktop;
let server: XServer;
let manager: Display["client"];
/** The windows that wait for the window manager. */
let asked: number[];
let backdrop: Backdrop;
let presses: number;

// One server for all tests: the library keeps the numbers of names for all servers of a process.
beforeAll(async () => {
  desktop = await startDesktop({});
  server = connectXServer(desktop.env.DISPLAY);
  manager = await manage(desktop.env.DISPLAY);
});

beforeEach(() => {
  asked = [];
  presses = 0;
  backdrop = createBackdrop(server, () => {
    presses += 1;
  });
});

afterEach(() => backdrop.hide());

afterAll(async () => {
  manager?.terminate();
  server?.close();
  await desktop?.close();
});

/** Becomes the server's window manager, which shows no window by itself. */
function manage(display: string): Promise<Display["client"]> {
  return new Promise((resolve, reject) => {
    createClient({ display }, (error, { client, screen: [first] }) => {
      if (error !== null && error !== undefined) return reject(error);
      client.ChangeWindowAttributes(first?.root ?? 0, { eventMask: redirectMask });
      client.on("event", (event) => {
        if (event.name === "MapRequest") asked.push(event.wid);
      });
      client.QueryPointer(first?.root ?? 0, () => resolve(client));
    });
  });
}

const nextRequest = () => until("a window to manage", () => asked.shift());

test("is shown once the window manager has mapped it, so that the next window comes after it", async () => {
  let isShown = false;
  const showing = backdrop.show().then(() => {
    isShown = true;
  });
  const window = await nextRequest();
  // Its question has gone over the same connection, and so has the answer to this one.
  await server.pointer();
  expect(isShown).toBe(false);
  manager.MapWindow(window);
  await showing;
  await desktop.pointer("mousemove", "300", "300", "click", "1");
  await until("the press", () => presses === 1);
});

test("a window manager that shows nothing does not keep others waiting for ever", async () => {
  await backdrop.show();
  expect(asked).toHaveLength(1);
});

test("hidden before it is mapped, it ends the wait, and can be shown again", async () => {
  const showing = backdrop.show();
  await nextRequest();
  await backdrop.hide();
  await showing;
  const again = backdrop.show();
  manager.MapWindow(await nextRequest());
  await again;
  await backdrop.hide();
  await desktop.pointer("mousemove", "300", "300", "click", "1");
  // Its answer comes after the events of the click.
  await server.pointer();
  expect(presses).toBe(0);
});
