import type { Weather } from "../contract/lan/weather.ts";
import { convey, idleConveyor } from "../core/lan/weather/conveyor.ts";

/** Carries frames in one direction; `weather` is asked for at each of them. */
export function createBelt(weather: () => Weather, send: (frame: Uint8Array) => void) {
  let state = idleConveyor;
  let timer: NodeJS.Timeout | null = null;
  const waiting: { readonly at: number; readonly frame: Uint8Array }[] = [];

  function release(): void {
    timer = null;
    const now = performance.now();
    for (let [first] = waiting; first !== undefined && first.at <= now; [first] = waiting) {
      waiting.shift();
      send(first.frame);
    }
    const [next] = waiting;
    if (next !== undefined) timer = setTimeout(release, next.at - now);
  }

  return (frame: Uint8Array): void => {
    const now = performance.now();
    const luck = { loss: Math.random(), jitter: Math.random() };
    const { next, at } = convey(state, weather(), { bytes: frame.length, now, luck });
    state = next;
    if (at === null) return;
    waiting.push({ at, frame });
    if (timer === null) release();
  };
}
