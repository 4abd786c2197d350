import type { Result } from "../../../contract/errors/app-error.ts";

/** Ends and starts a machine on one computer. */
export interface Power {
  stop(id: string): Promise<Result<unknown>>;
  start(id: string): Promise<Result<unknown>>;
}

/**
 * Moves a machine that is shut down for it, and starts it again there. If the move fails, the machine starts
 * again where it was: nobody had asked for its end.
 */
export async function stopForMove<T>(
  id: string,
  from: Power,
  to: Power,
  move: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const down = await from.stop(id);
  if (!down.ok) return down;
  const moved = await move();
  const up = await (moved.ok ? to : from).start(id);
  return moved.ok && !up.ok ? up : moved;
}
