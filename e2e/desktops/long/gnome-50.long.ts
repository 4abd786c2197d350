import { goGnomeJob } from "../gnome/gnome-job.ts";
import { goLongRound } from "./long-round.ts";

goLongRound("gnome-50", "wayland", { place: "middle" });
goLongRound("gnome-50", "x11", { place: "panel" });
goGnomeJob("gnome-50", "50");
