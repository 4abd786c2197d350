import { goEntries } from "../entries.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goClickToPicture } from "../x11/click-to-picture.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("cinnamon", "x11", { place: "panel" });
goScaled("cinnamon", 2, (desktop) => keepPicture(desktop, "cinnamon-scale-2"));
goClickToPicture("cinnamon");
goEntries("cinnamon", { auto: "x11", wayland: "x11" });
goHealthRows("cinnamon", "x11", []);
