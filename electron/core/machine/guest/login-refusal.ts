/** ssh's words for a login that will not succeed by itself, however often it is tried. */
const refusals =
  /Permission denied|Host key verification failed|Too many authentication failures|Unable to negotiate/;

/** Returns whether ssh's last words tell that a guest refused the login, instead of not answering yet. */
export function isLoginRefusal(said: string): boolean {
  return refusals.test(said);
}
