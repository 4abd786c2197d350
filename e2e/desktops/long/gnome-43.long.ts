import { goEntries } from "../entries.ts";
import { goFirstFrames } from "../first-frame.ts";
import { goGnomeCopies } from "../gnome/gnome-copies.ts";
import { goGnomeJob } from "../gnome/gnome-job.ts";
import { goOwnShortcut } from "../gnome/own-shortcut.ts";
import { goHealthRows } from "../health-rows.ts";
import { goWithoutTray } from "../without-tray.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("gnome-43", "wayland", { place: "anywhere" });
goLongRound("gnome-43", "x11", { place: "panel" });
goGnomeJob("gnome-43", "43");
goGnomeCopies("gnome-43", "wayland");
goFirstFrames("gnome-43", "wayland", (desktop) => keepPicture(desktop, "gnome-43-first-frame"));
for (const platform of ["wayland", "x11"] as const)
  goWithoutTray("gnome-43-plain", platform, (desktop) =>
    keepPicture(desktop, `gnome-43-plain-${platform}-dashboard`),
  );
goOwnShortcut("gnome-43-plain", "x11");
goEntries("gnome-43", { auto: "x11", wayland: "wayland" });
goHealthRows("gnome-43", "wayland", ["shortcutMissing"]);
goHealthRows("gnome-43-plain", "wayland", ["tray", "shortcutMissing"]);
