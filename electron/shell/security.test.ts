import { expect, test } from "vitest";
import { createSenderCheck, pagesIn } from "./security.ts";

const isTrusted = createSenderCheck(pagesIn("/opt/vir tray/out"));

function ask(url: string, isMain = true): boolean {
  const frame = { url };
  const event = { senderFrame: frame, sender: { mainFrame: isMain ? frame : { url } } };
  return isTrusted(event as never);
}

test.each([
  "file:///opt/vir%20tray/out/renderer/popover.html",
  "file:///opt/vir%20tray/out/renderer/dashboard.html",
  "file:///opt/vir%20tray/out/renderer/dashboard.html#machines/1",
])("%s is ours", (url) => {
  expect(ask(url)).toBe(true);
});

test.each([
  "file:///opt/vir%20tray/out/renderer/other.html",
  "file:///opt/vir%20tray/out/renderer/popover.html/../evil.html",
  "file:///opt/vir%20tray/out/renderer/popover.html?x",
  "file://host/opt/vir%20tray/out/renderer/popover.html",
  "https://example.org/opt/vir%20tray/out/renderer/popover.html",
  "about:blank",
  "",
])("%s is not", (url) => {
  expect(ask(url)).toBe(false);
});

test("a frame inside our page is not trusted, nor one that is gone", () => {
  expect(ask("file:///opt/vir%20tray/out/renderer/popover.html", false)).toBe(false);
  expect(isTrusted({ senderFrame: null, sender: { mainFrame: null } } as never)).toBe(false);
});
