import { goScaled } from "../scales.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("cinnamon", "x11", { place: "panel" });
goScaled("cinnamon", 2, (desktop) => keepPicture(desktop, "cinnamon-scale-2"));
