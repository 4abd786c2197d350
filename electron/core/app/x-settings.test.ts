import fc from "fast-check";
import { expect, test } from "vitest";
import { isDarkTheme, themeOfXSettings } from "./x-settings.ts";

/** Writes settings as a desktop does; numbers are integers, texts are strings, lists are colours. */
function settings(
  values: Readonly<Record<string, string | number | readonly number[]>>,
  isLittle: boolean,
): Uint8Array {
  const bytes: number[] = [isLittle ? 0 : 1, 0, 0, 0];
  const add = (value: number, size: 2 | 4) => {
    const word = Array.from({ length: size }, (_, index) => (value >>> (8 * index)) & 255);
    bytes.push(...(isLittle ? word : word.toReversed()));
  };
  const addText = (text: string) => {
    bytes.push(...Buffer.from(text, "latin1"));
    while (bytes.length % 4 !== 0) bytes.push(0);
  };
  add(7, 4);
  add(Object.keys(values).length, 4);
  for (const [name, value] of Object.entries(values)) {
    bytes.push(typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2, 0);
    add(name.length, 2);
    addText(name);
    add(7, 4);
    if (typeof value === "number") add(value, 4);
    else if (typeof value !== "string") for (const part of value) add(part, 2);
    else {
      add(value.length, 4);
      addText(value);
    }
  }
  return Uint8Array.from(bytes);
}

test("the theme is found among settings of all kinds, in both orders of bytes", () => {
  const values = {
    "Xft/DPI": 98304,
    "Net/IconThemeName": "menta",
    "Gtk/Colour": [1, 2, 3, 4],
    "Net/ThemeName": "Adwaita-dark",
    "Gtk/Other": "x",
  };
  expect(themeOfXSettings(settings(values, true))).toBe("Adwaita-dark");
  expect(themeOfXSettings(settings(values, false))).toBe("Adwaita-dark");
  expect(themeOfXSettings(settings({ "Xft/DPI": 1 }, true))).toBeNull();
});

test("truncated or absent settings have no theme", () => {
  const whole = settings({ "Net/IconThemeName": "menta", "Net/ThemeName": "Adwaita" }, true);
  for (let length = 0; length < whole.length - 1; length += 1) {
    expect(themeOfXSettings(whole.subarray(0, length))).toBeNull();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
      const found = themeOfXSettings(data);
      expect(found === null || typeof found === "string").toBe(true);
    }),
  );
});

test("dark themes are recognised by their names", () => {
  const dark = ["Adwaita-dark", "Arc-Dark", "Mint-Y-Dark-Aqua", "Adwaita:dark", "BlackMATE"];
  const light = ["Adwaita", "Menta", "Mint-Y", "Greybird", "Darkside"];
  expect(dark.filter((name) => !isDarkTheme(name))).toEqual([]);
  expect(light.filter(isDarkTheme)).toEqual([]);
});
