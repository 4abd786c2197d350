/**
 * The routing protocol of our routes and rules (`proto` in ip-route(8)), by which they are told from
 * those of others: no program in iproute2's list has this number. docs/files.md names it for people.
 */
export const ownProtocol = 118;

/** Returns whether a route or a rule carries our protocol. */
export const isOwn = ({ protocol }: { readonly protocol: number }) => protocol === ownProtocol;
