/** Lets work through, so much at a time; the rest waits in line. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes a gate for at most `width` works at once. */
export function createLimiter(width: number): Limiter {
  let free = width;
  const line: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    // Whoever leaves hands its place over, so nobody can slip in between.
    else await new Promise<void>((enter) => line.push(enter));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
