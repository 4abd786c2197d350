import { goScaled } from "../scales.ts";
import { goClickToPicture } from "../x11/click-to-picture.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("lxqt", "x11", { place: "panel" });
goScaled("lxqt", 2, (desktop) => keepPicture(desktop, "lxqt-scale-2"));
goClickToPicture("lxqt");
