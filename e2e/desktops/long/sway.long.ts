import { goCopies } from "../copies.ts";
import { goEntries } from "../entries.ts";
import { goFirstFrames } from "../first-frame.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("sway", "wayland", { place: "panel" });
goLongRound("sway", "x11", { place: "panel" });
goCopies("sway", "wayland");
goCopies("sway", "x11");
goFirstFrames("sway", "wayland", (desktop) => keepPicture(desktop, "sway-first-frame"));
// By X11 there is nothing to hold: sway blows up what XWayland draws at scale 1.
for (const scale of [1, 1.25, 1.5, 2])
  goScaled("sway", scale, (desktop) => keepPicture(desktop, `sway-scale-${scale}`), {
    platform: "wayland",
  });
goEntries("sway", { auto: "wayland", x11: "x11" });
goHealthRows("sway", "wayland", ["agent", "shortcutMissing"]);
