import { goGnomeJob } from "../gnome/gnome-job.ts";
import { goLongRound } from "./long-round.ts";

goLongRound("gnome-43", "wayland", { place: "anywhere" });
goLongRound("gnome-43", "x11", { place: "panel" });
goGnomeJob("gnome-43", "43");
