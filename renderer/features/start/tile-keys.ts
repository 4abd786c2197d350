/** The place of a tile on the page. */
export interface TilePlace {
  readonly left: number;
  readonly top: number;
}

/** Returns the index of the tile that an arrow key leads to; null if it leads nowhere. */
export function tileAfter(key: string, at: number, tiles: readonly TilePlace[]): number | null {
  const here = tiles[at];
  if (here === undefined) return null;
  switch (key) {
    case "ArrowRight":
      return Math.min(at + 1, tiles.length - 1);
    case "ArrowLeft":
      return Math.max(at - 1, 0);
    case "ArrowDown":
      return indexOf(
        tiles.find(({ left, top }) => top > here.top && left === here.left),
        tiles,
      );
    case "ArrowUp":
      return indexOf(
        tiles.findLast(({ left, top }) => top < here.top && left === here.left),
        tiles,
      );
    default:
      return null;
  }
}

function indexOf(tile: TilePlace | undefined, tiles: readonly TilePlace[]): number | null {
  return tile === undefined ? null : tiles.indexOf(tile);
}
