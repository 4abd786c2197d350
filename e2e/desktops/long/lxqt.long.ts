import { goEntries } from "../entries.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goClickToPicture } from "../x11/click-to-picture.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("lxqt", "x11", { place: "panel" });
goScaled("lxqt", 2, (desktop) => keepPicture(desktop, "lxqt-scale-2"));
goClickToPicture("lxqt");
goEntries("lxqt", { auto: "x11", wayland: "x11" });
goHealthRows("lxqt", "x11", ["agent"]);
