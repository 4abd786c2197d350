import { goCompositing } from "../compositing.ts";
import { goEntries } from "../entries.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goClickToPicture } from "../x11/click-to-picture.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("xfce", "x11", { place: "panel" });
goCompositing();
for (const scale of [1.5, 2])
  goScaled("xfce", scale, (desktop) => keepPicture(desktop, `xfce-scale-${scale}`));
goClickToPicture("xfce");
goEntries("xfce", { auto: "x11", wayland: "x11" });
goHealthRows("xfce", "x11", ["agent"]);
goHealthRows("xfce", "x11", ["agent", "shortcutRefused"]);
