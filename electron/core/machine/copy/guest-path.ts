/** A path in a guest, cut as its shell commands need it. */
export interface GuestPath {
  /** The path itself: absolute, or beginning with `./` for the user's home. It is never an option. */
  readonly whole: string;
  /** The folder that has to be there for the path to be created. */
  readonly parent: string;
  /** The last part; "" for a folder that stands for its content, such as `.`. */
  readonly base: string;
}

/** Reads a path in a guest; relative ones and `~` begin in the home of the user there. */
export function readGuestPath(path: string): GuestPath {
  const fromHome = path === "~" ? "" : path.startsWith("~/") ? path.slice(2) : path;
  const whole = fromHome.startsWith("/") ? fromHome : `./${fromHome}`;
  // A path that ends with a slash is a folder, so it is not created under its last part.
  if (whole.endsWith("/")) return { whole, parent: whole, base: baseOf(whole) };
  const slash = whole.lastIndexOf("/");
  return { whole, parent: whole.slice(0, slash + 1), base: baseOf(whole) };
}

/** Returns the last part of a path; "" where it stands for a folder's content. */
export function baseOf(path: string): string {
  const last = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return last === "." || last === ".." ? "" : last;
}
