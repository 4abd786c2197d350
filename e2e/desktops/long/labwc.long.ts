import { goCopies } from "../copies.ts";
import { goEntries } from "../entries.ts";
import { goHealthRows } from "../health-rows.ts";
import { goScaled } from "../scales.ts";
import { goLongRound } from "./long-round.ts";
import { keepPicture } from "./pictures.ts";

goLongRound("labwc", "wayland", { place: "middle" });
goLongRound("labwc", "x11", { place: "panel" });
goCopies("labwc", "wayland");
goCopies("labwc", "x11");
for (const scale of [1.25, 1.5, 2]) {
  const seenBy = (platform: string) => (desktop: Parameters<typeof keepPicture>[0]) =>
    keepPicture(desktop, `labwc-${platform}-scale-${scale}`);
  goScaled("labwc", scale, seenBy("wayland"), { platform: "wayland", place: "middle" });
  // X11 knows no scale there: labwc enlarges what is drawn without one.
  goScaled("labwc", scale, seenBy("x11"), { pixels: 1 });
}
goEntries("labwc", { auto: "x11", wayland: "wayland" });
goHealthRows("labwc", "wayland", ["agent", "shortcutMissing"]);
