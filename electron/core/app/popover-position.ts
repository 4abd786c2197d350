export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Rectangle = Point & Size;

/** A popover's window: its size, and its space to the work area's edges, in device-independent pixels. */
export interface Shape {
  readonly size: Size;
  readonly margin: number;
}

/**
 * Places the popover: centred on the pointer (Linux does not tell where the icon is), below it in
 * the upper half of the screen and above it in the lower, wholly inside the work area. A popover
 * larger than the work area is cut to it.
 */
export function placePopover(
  pointer: Point,
  workArea: Rectangle,
  { size, margin }: Shape,
): Rectangle {
  const width = Math.min(size.width, workArea.width);
  const height = Math.min(size.height, workArea.height);
  const isUpper = pointer.y < workArea.y + workArea.height / 2;
  return {
    x: clampInto(pointer.x - width / 2, workArea.x, workArea.width, { length: width, margin }),
    y: clampInto(
      isUpper ? pointer.y + margin : pointer.y - height - margin,
      workArea.y,
      workArea.height,
      { length: height, margin },
    ),
    width,
    height,
  };
}

/** Returns whether a point is in a rectangle. */
export function isInside(point: Point, { x, y, width, height }: Rectangle): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
}

/**
 * Returns whether the pointer may have clicked on a panel's icon: it is outside the work area, or
 * the work area is the whole screen (a panel may hide itself). Otherwise a key was pressed.
 */
export function mayClickIcon(pointer: Point, screen: Rectangle, workArea: Rectangle): boolean {
  const hasPanel = workArea.width < screen.width || workArea.height < screen.height;
  return !hasPanel || !isInside(pointer, workArea);
}

/**
 * Returns the likely corner of the tray, for a popover that was not opened by the pointer: at the
 * right, on the panel's side, or at the top if the work area does not show a panel.
 */
export function cornerOfPanel(screen: Rectangle, workArea: Rectangle): Point {
  const isBelow = workArea.y === screen.y && workArea.height < screen.height;
  return {
    x: workArea.x + workArea.width - 1,
    y: isBelow ? workArea.y + workArea.height - 1 : workArea.y,
  };
}

/** Moves a span into an area, with the margin if there is room for it. */
function clampInto(
  start: number,
  areaStart: number,
  areaLength: number,
  { length, margin }: { readonly length: number; readonly margin: number },
): number {
  const gap = Math.min(margin, (areaLength - length) / 2);
  const highest = areaStart + areaLength - length - gap;
  return Math.round(Math.min(Math.max(start, areaStart + gap), highest));
}
