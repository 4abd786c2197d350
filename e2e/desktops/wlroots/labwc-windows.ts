import type { PNG } from "pngjs";
import type { RealDesktop, ScreenPoint, SeenWindow } from "../real-desktop.ts";
import { listWindows, type Run, seenWindows } from "../x11/x11.ts";

/** The means to examine labwc's windows. */
interface Labwc extends Pick<RealDesktop, "picture" | "screen"> {
  readonly run: Run;
  /** A point without windows and notices. */
  readonly wallpaper: ScreenPoint;
}

/** A window as labwc reports it to task bars. */
type TopLevel = Pick<SeenWindow, "appId" | "title" | "isFocused">;

/**
 * Lists the windows that labwc shows. It tells no client the positions of Wayland windows, so they
 * are found in the picture: this is right for the front window that covers the middle of the
 * screen.
 */
export async function labwcWindows({
  run,
  picture,
  screen,
  wallpaper,
}: Labwc): Promise<readonly SeenWindow[]> {
  // These come first: a window that appears in between is then known as one of X11.
  const topLevelsNow = topLevels(await run("sh", "-c", listTopLevels));
  const x11 = seenWindows(await run("sh", "-c", listWindows), 1);
  // Of an X11 window labwc tells the first name in its class, which Electron writes in small letters.
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const wayland = topLevelsNow.filter(({ appId }) => !x11.some((each) => same(each.appId, appId)));
  const place =
    wayland.length === 0 ? null : placeOfWindow(await picture(), screen.scale, wallpaper);
  // Task bars are not told of either.
  const common = { isOnTop: null, skipsTaskBar: null };
  return [
    ...x11.map((window) => ({ ...window, ...common })),
    ...wayland.flatMap((window) =>
      place === null ? [] : [{ ...window, ...place, ...common, platform: "wayland" as const }],
    ),
  ];
}

/** Returns each as `APP ID: TITLE`, and then those that have the focus. */
const listTopLevels = `
wlrctl toplevel list || true
echo ===
wlrctl toplevel list state:active || true
`;

function topLevels(said: string): readonly TopLevel[] {
  const [all = "", active = ""] = said.split("===").map((part) => part.trim());
  return all.split("\n").flatMap((line) => {
    const [, appId, title] = /^(.*?): (.*)$/.exec(line) ?? [];
    if (appId === undefined || title === undefined) return [];
    return [{ appId, title, isFocused: active.split("\n").includes(line) }];
  });
}

/**
 * Returns the distance from the middle of the screen to the wallpaper; null if the wallpaper is
 * there already.
 */
function placeOfWindow(
  { width, height, data }: PNG,
  scale: number,
  wallpaper: ScreenPoint,
): Pick<SeenWindow, "x" | "y" | "width" | "height"> | null {
  const colourAt = (x: number, y: number) => data.readUInt32BE((y * width + x) * 4);
  const background = colourAt(Math.round(wallpaper.x * scale), Math.round(wallpaper.y * scale));
  const middle = { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  const isIn = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && colourAt(x, y) !== background;
  if (!isIn(middle.x, middle.y)) return null;
  const reach = (dx: number, dy: number) => {
    let steps = 0;
    while (isIn(middle.x + dx * (steps + 1), middle.y + dy * (steps + 1))) steps += 1;
    return steps;
  };
  const [left, right, up, down] = [reach(-1, 0), reach(1, 0), reach(0, -1), reach(0, 1)];
  return {
    x: (middle.x - left) / scale,
    y: (middle.y - up) / scale,
    width: (left + 1 + right) / scale,
    height: (up + 1 + down) / scale,
  };
}
