import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Place } from "../place.ts";
import {
  type RealDesktop,
  type SeenWindow,
  screenOf,
  startBuses,
  tellEnvironment,
} from "../real-desktop.ts";
import { barFiles, startBar } from "./waybar.ts";
import { headless } from "./wlroots.ts";
import { wlrootsDesktop } from "./wlroots-desktop.ts";

const configFor = (
  scale: number,
  { width, height }: { readonly width: number; readonly height: number },
) => `
output HEADLESS-1 resolution ${width}x${height} position 0,0 scale ${scale} bg #3a5f7d solid_color
xwayland enable
default_border pixel 2
exec mako
exec ${startBar}
exec sh -c '${tellEnvironment}'
`;

/** A container of sway's tree, as far as it is read. */
interface Container {
  readonly name: string | null;
  readonly app_id?: string | null | undefined;
  readonly shell?: string | undefined;
  readonly visible?: boolean | undefined;
  readonly focused: boolean;
  readonly rect: Readonly<Record<"x" | "y" | "width" | "height", number>>;
  readonly window_properties?: { readonly class?: string | undefined } | undefined;
  readonly nodes: readonly Container[];
  readonly floating_nodes: readonly Container[];
}

const containerSchema: v.GenericSchema<unknown, Container> = v.object({
  name: v.nullable(v.string()),
  app_id: v.optional(v.nullable(v.string())),
  shell: v.optional(v.string()),
  visible: v.optional(v.boolean()),
  focused: v.boolean(),
  rect: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  window_properties: v.optional(v.object({ class: v.optional(v.string()) })),
  nodes: v.array(v.lazy(() => containerSchema)),
  floating_nodes: v.array(v.lazy(() => containerSchema)),
});

/** Starts sway with waybar and mako, as its users have them. */
export async function startSway(place: Place, scale: number): Promise<RealDesktop> {
  const { pixels } = screenOf(scale);
  const files = {
    "sway.conf": configFor(scale, pixels),
    ...barFiles(["sway/workspaces"]),
  };
  mkdirSync(join(place.runtime, "waybar"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(place.runtime, path), text);
  const session = { XDG_CURRENT_DESKTOP: "sway", XDG_SESSION_TYPE: "wayland" };
  await startBuses(place, session);
  place.start("sway", ["sway", "--config", "/run/user/1000/sway.conf"], {
    ...session,
    ...headless,
  });
  return wlrootsDesktop(place, scale, {
    wallpaper: { x: 20, y: 780 },
    async windows({ run }) {
      const tree = await run("swaymsg", "--type", "get_tree", "--raw");
      return windowsBelow(v.parse(containerSchema, JSON.parse(tree)));
    },
  });
}

function windowsBelow(found: Container): readonly SeenWindow[] {
  const below = [...found.nodes, ...found.floating_nodes].flatMap(windowsBelow);
  // Only a client's container has a shell; other workspaces are not visible.
  if (found.shell === undefined || found.visible !== true) return below;
  const { x, y, width, height } = found.rect;
  const isX11 = found.shell === "xwayland";
  return [
    ...below,
    {
      ...{ x, y, width, height },
      title: found.name ?? "",
      appId: found.app_id ?? found.window_properties?.class ?? "",
      platform: isX11 ? "x11" : "wayland",
      isFocused: found.focused,
      isOnTop: null,
      skipsTaskBar: null,
    },
  ];
}
