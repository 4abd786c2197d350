import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Backgrounds of panels in the default themes of their desktops, and the extremes that are supported. */
const panels = {
  "GNOME Shell": "#000000",
  "Plasma, Breeze Light": "#eff0f1",
  "Plasma, Breeze Dark": "#2a2e32",
  "Plasma 5, Breeze Dark": "#31363b",
  Cinnamon: "#2f2f2f",
  waybar: "#2b303b",
  "Xfce and MATE, Adwaita": "#f6f5f4",
  "the darkest of the light": "#e8e8e8",
  "the lightest of the dark": "#353535",
} as const;

/** The least contrast of a graphical object (WCAG 2.2, 1.4.11). */
const leastContrast = 3;

/** Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, two: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(two)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Returns the colours that an icon is drawn in, without those of its mask, which are not seen. */
function coloursOf(state: string): readonly string[] {
  const source = readFileSync(new URL(`../../assets/tray-${state}.svg`, import.meta.url), "utf8");
  const drawn = source.replace(/<mask[\s\S]*?<\/mask>/g, "");
  return [...new Set(drawn.match(/#[0-9a-f]{6}/g) ?? [])];
}

describe.each(["off", "on", "busy", "attention"])("the tray icon “%s”", (state) => {
  const colours = coloursOf(state);
  const bodies = colours.filter((colour) => colour !== "#ffffff");

  it("has a body", () => {
    expect(bodies).not.toEqual([]);
  });

  it.each(Object.entries(panels))("stands out on the panel of %s", (_name, panel) => {
    const faint = bodies.filter((body) => contrast(body, panel) < leastContrast);
    expect(faint).toEqual([]);
  });

  it("has white marks that stand out on its body", () => {
    const faint = bodies.filter((body) => contrast(body, "#ffffff") < leastContrast);
    expect(colours.includes("#ffffff") ? faint : []).toEqual([]);
  });
});
