/**
 * The height of waybar without its last lines, and the width of its right part, which holds the
 * tray alone.
 */
export const bar = { height: 32, tray: 100 } as const;

/** The words that start it, once its files are there. */
export const startBar =
  "waybar --config /run/user/1000/waybar/config --style /run/user/1000/waybar/style.css";

/** Its configuration files, below /run/user/1000; `left` is the module at its left. */
export function barFiles(left: readonly string[]): Readonly<Record<string, string>> {
  const config = {
    layer: "top",
    position: "top",
    height: bar.height,
    "modules-left": left,
    "modules-center": ["clock"],
    "modules-right": ["tray"],
    tray: { "icon-size": 20, spacing: 8 },
  };
  return { "waybar/config": JSON.stringify(config), "waybar/style.css": barStyle };
}

const barStyle = `
* { font-family: "DejaVu Sans"; font-size: 13px; }
window#waybar { background: #202020; color: #dddddd; }
#tray { padding: 0 10px; }
`;
