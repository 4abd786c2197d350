import { goEntries } from "../entries.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goClickToPicture } from "../x11/click-to-picture.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("mate", "x11", { place: "panel" });
for (const scale of [1.5, 2])
  goScaled("mate", scale, (desktop) => keepPicture(desktop, `mate-scale-${scale}`));
goClickToPicture("mate");
goEntries("mate", { auto: "x11", wayland: "x11" });
goHealthRows("mate", "x11", ["agent"]);
