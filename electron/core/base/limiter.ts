/** Runs work, at most so much at a time; the rest waits in a queue. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates a limiter that runs at most `width` pieces of work at once. */
export function createLimiter(width: number): Limiter {
  let free = width;
  const line: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    // Finished work hands its slot over directly, so that new work cannot overtake the queue.
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
