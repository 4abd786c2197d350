import { expect, test } from "vitest";
import { defaultSettings } from "./settings.ts";
import { isShortcut } from "./shortcut.ts";

test.each(["Super+Alt+V", "Ctrl+F12", "Alt+Space", "Super+Ctrl+Alt+Shift+9", "Ctrl+PageUp"])(
  "%s is a key combination",
  (text) => expect(isShortcut(text)).toBe(true),
);

test.each([
  ...["", "V", "F5", "Shift+V", "Ctrl", "Ctrl+", "Ctrl+v", "Alt+Super+V", "Ctrl+Ctrl+V"],
  ...["Ctrl+F25", "Ctrl+Ä", "Ctrl++", "CommandOrControl+V", "Ctrl+V+W"],
])("“%s” is none", (text) => expect(isShortcut(text)).toBe(false));

test("the default shortcut is a key combination", () =>
  expect(isShortcut(defaultSettings.shortcut)).toBe(true));
