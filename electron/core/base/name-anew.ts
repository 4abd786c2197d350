import type { AppError } from "../../contract/errors/app-error.ts";

/**
 * Returns an error about a file of ours, or one below it, as one about what the person knows: a path
 * that was made on the way tells nobody anything, and is gone by then.
 */
export function nameAnew(error: AppError, path: string, named: string): AppError {
  const { params } = error;
  const isOurs = "path" in params && (params.path === path || params.path.startsWith(`${path}/`));
  return isOurs ? ({ ...error, params: { ...params, path: named } } as AppError) : error;
}
