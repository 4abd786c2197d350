import { goLongRound } from "./long-round.ts";

goLongRound("plasma", "wayland", { place: "panel" });
goLongRound("plasma", "x11", { place: "panel" });
