import { readFileSync } from "node:fs";
import * as v from "valibot";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import type { WindowPlace } from "../../core/app/window-fit.ts";

/** Size and position of the dashboard; without a position, the window manager chooses one. */
const windowBoundsSchema = v.strictObject({
  width: v.pipe(v.number(), v.safeInteger(), v.minValue(720), v.maxValue(16_384)),
  height: v.pipe(v.number(), v.safeInteger(), v.minValue(480), v.maxValue(16_384)),
  x: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  y: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});

const defaultPlace: WindowPlace = { width: 1160, height: 740 };

/** Saves the dashboard's bounds. */
export interface WindowBoundsStore {
  read(): WindowPlace;
  write(place: WindowPlace): void;
}

/**
 * Keeps the window's bounds in a file. Nobody writes it by hand, and all it holds is where the window
 * was last: a file that cannot be read needs no word, and the next move of the window replaces it.
 */
export function createWindowBoundsStore(path: string): WindowBoundsStore {
  return {
    read() {
      try {
        const parsed = v.safeParse(windowBoundsSchema, JSON.parse(readFileSync(path, "utf8")));
        return parsed.success ? parsed.output : defaultPlace;
      } catch {
        return defaultPlace;
      }
    },
    write(place) {
      try {
        writeFileAtomicSync(path, `${JSON.stringify(place)}\n`);
      } catch (error) {
        console.error("the window's place was not kept:", error);
      }
    },
  };
}
