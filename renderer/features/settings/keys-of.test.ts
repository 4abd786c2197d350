import { expect, test } from "vitest";
import { keysOf } from "./keys-of.ts";

const none = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false };

test.each([
  [{ ...none, metaKey: true, altKey: true, code: "KeyV" }, "Super+Alt+V"],
  [{ ...none, ctrlKey: true, shiftKey: true, code: "Digit7" }, "Ctrl+Shift+7"],
  [{ ...none, altKey: true, code: "ArrowUp" }, "Alt+Up"],
  [{ ...none, ctrlKey: true, code: "Space" }, "Ctrl+Space"],
  [{ ...none, ctrlKey: true, code: "F12" }, "Ctrl+F12"],
  [{ ...none, code: "KeyV" }, null],
  [{ ...none, shiftKey: true, code: "KeyV" }, null],
  [{ ...none, metaKey: true, code: "MetaLeft" }, null],
  [{ ...none, ctrlKey: true, code: "Minus" }, null],
])("reads %o as %s", (press, keys) => expect(keysOf(press)).toBe(keys));
