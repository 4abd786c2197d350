/** Chromium's software renderer: without a GPU and without it, a Wayland window is never mapped. */
export const drawing = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
