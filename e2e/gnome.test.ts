import { goGnomeJob } from "./desktops/gnome/gnome-job.ts";

goGnomeJob("short", "48");
