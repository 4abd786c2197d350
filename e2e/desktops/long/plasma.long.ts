import { goCopies } from "../copies.ts";
import { goEntries } from "../entries.ts";
import { goFirstFrames } from "../first-frame.ts";
import { goHealthRows } from "../health-rows.ts";
import { goKwinScripts } from "../plasma/kwin-scripts.ts";
import { goScaled } from "../scales.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("plasma", "wayland", { place: "panel" });
goLongRound("plasma", "x11", { place: "panel" });
goCopies("plasma", "wayland");
goCopies("plasma", "x11");
goFirstFrames("plasma", "wayland", (desktop) => keepPicture(desktop, "plasma-first-frame"));
goKwinScripts();
// KWin has X11 apps draw at the scale themselves, by its default.
for (const platform of ["wayland", "x11"] as const)
  for (const scale of [1, 1.25, 1.5, 2])
    goScaled(
      "plasma",
      scale,
      (desktop) => keepPicture(desktop, `plasma-${platform}-scale-${scale}`),
      { platform },
    );
goEntries("plasma", { auto: "x11", wayland: "wayland" });
goHealthRows("plasma", "wayland", ["agent", "shortcutAsks"]);
