import { goRound } from "./desktops/round.ts";

goRound("sway", "wayland", { place: "panel" });
goRound("sway", "x11", { place: "panel" });
goRound("gnome", "wayland", { place: "middle" });
goRound("gnome", "x11", { place: "panel" });
