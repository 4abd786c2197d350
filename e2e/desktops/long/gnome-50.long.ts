import { goFirstFrames } from "../first-frame.ts";
import { goGnomeCopies } from "../gnome/gnome-copies.ts";
import { goGnomeJob } from "../gnome/gnome-job.ts";
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
