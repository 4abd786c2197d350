import { goGnomeJob } from "./desktops/gnome-job.ts";

goGnomeJob("short", "48");
