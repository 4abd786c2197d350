import { goEntries } from "../entries.ts";
import { goFirstFrames } from "../first-frame.ts";
import { goGnomeCopies } from "../gnome/gnome-copies.ts";
import { goGnomeJob } from "../gnome/gnome-job.ts";
import { goOwnShortcut } from "../gnome/own-shortcut.ts";
import { goPortalShortcut } from "../gnome/portal-shortcut.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goWithoutTray } from "../without-tray.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("gnome-50", "wayland", { place: "middle" });
goLongRound("gnome-50", "x11", { place: "panel" });
goGnomeJob("gnome-50", "50");
goGnomeCopies("gnome-50", "wayland");
goFirstFrames("gnome-50", "wayland", (desktop) => keepPicture(desktop, "gnome-50-first-frame"));
for (const platform of ["wayland", "x11"] as const)
  goWithoutTray("gnome-50-plain", platform, (desktop) =>
    keepPicture(desktop, `gnome-50-plain-${platform}-dashboard`),
  );
// By X11 there is nothing to hold: GNOME enlarges what XWayland draws at scale 1.
for (const scale of [1, 1.25, 1.5, 2])
  goScaled("gnome-50", scale, (desktop) => keepPicture(desktop, `gnome-50-scale-${scale}`), {
    platform: "wayland",
    place: "middle",
  });
goOwnShortcut("gnome-50-plain", "x11");
goPortalShortcut("gnome-50", "wayland", (desktop) => keepPicture(desktop, "gnome-50-shortcut"));
goEntries("gnome-50", { auto: "x11", wayland: "wayland" });
goHealthRows("gnome-50", "wayland", ["shortcutAsks"]);
