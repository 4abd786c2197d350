import { expect, test } from "vitest";
import { fitWindow } from "./window-fit.ts";

const workArea = { x: 0, y: 28, width: 1280, height: 772 };

test.each([
  ["keeps what fits", { width: 1160, height: 700 }, { width: 1160, height: 700 }],
  ["leaves room for the title", { width: 1160, height: 740 }, { width: 1160, height: 732 }],
  ["cuts what is too large", { width: 3000, height: 2000 }, { width: 1280, height: 732 }],
  [
    "keeps a place inside",
    { width: 800, height: 600, x: 100, y: 50 },
    { width: 800, height: 600, x: 100, y: 50 },
  ],
  [
    "moves what lies outside",
    { width: 800, height: 600, x: 900, y: 500 },
    { width: 800, height: 600, x: 480, y: 160 },
  ],
  [
    "moves what lies on a monitor that is gone",
    { width: 800, height: 600, x: -1500, y: -20 },
    { width: 800, height: 600, x: 0, y: 28 },
  ],
])("%s", (_what, wished, fitting) => expect(fitWindow(wished, workArea)).toEqual(fitting));
