import { goLongRound } from "./long-round.ts";

goLongRound("sway", "wayland", { place: "panel" });
goLongRound("sway", "x11", { place: "panel" });
