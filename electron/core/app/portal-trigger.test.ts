import { expect, it } from "vitest";
import { givenKeys, portalTrigger } from "./portal-trigger.ts";

it.each([
  ["Super+Alt+V", "LOGO+ALT+v"],
  ["Ctrl+Shift+F8", "CTRL+SHIFT+F8"],
  ["Super+1", "LOGO+1"],
  ["Ctrl+Space", "CTRL+space"],
  ["Ctrl+Alt+PageUp", "CTRL+ALT+Page_Up"],
  ["Alt+Home", "ALT+Home"],
])("writes %s as %s", (keys, trigger) => {
  expect(portalTrigger(keys)).toBe(trigger);
});

it.each([
  ["Press <Alt><Super>v", "Alt+Super+V"],
  ["<Control>Page_Up drücken", "Control+Page_Up"],
  ["Meta+Alt+V", "Meta+Alt+V"],
  ["", ""],
])("reads “%s” as %s", (description, keys) => {
  expect(givenKeys(description)).toBe(keys);
});
