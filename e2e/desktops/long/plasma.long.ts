import { goCopies } from "../copies.ts";
import { goFirstFrames } from "../first-frame.ts";
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
// In a window, KWin shows no panel at scales between whole ones.
goScaled("plasma", 2, (desktop) => keepPicture(desktop, "plasma-scale-2"), { platform: "wayland" });
