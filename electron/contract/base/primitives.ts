import * as v from "valibot";
import { formed } from "./formed.ts";

/**
 * The strings that cross boundaries. Each pattern is deliberately narrower than what the program
 * behind it accepts, so that no value can be mistaken for an option, a path, a list separator or a
 * shell word.
 */

/** A machine's name: a DNS label (RFC 1123), because it becomes host name and DNS name. */
export const machineNameSchema = formed(
  "machine-name",
  v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)),
);

/** A machine's ID: a version 4 UUID in lower case. It names folders and is passed to QEMU. */
export const machineIdSchema = formed(
  "id",
  v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  ),
);

/** The name of one folder: not a path, and not hidden. */
export const folderNameSchema = formed(
  "folder-name",
  v.pipe(v.string(), v.regex(/^[^./\0][^/\0]{0,254}$/)),
);

const interfacePattern = /^[A-Za-z0-9_][A-Za-z0-9_.+=-]{0,14}$/;

/**
 * A network interface that rules and commands can name: at most 15 characters (IFNAMSIZ - 1,
 * linux/if.h), never an option, and without characters that nft's quoted texts give a meaning.
 */
export const interfaceNameSchema = formed(
  "interface",
  v.pipe(v.string(), v.regex(interfacePattern)),
);

/** Whatever name the kernel gives an interface: no blanks, slashes or colons (dev_valid_name). */
export const kernelInterfaceNameSchema = formed(
  "kernel-interface",
  v.pipe(v.string(), v.regex(/^(?!\.{1,2}$)[^\s/:]{1,15}$/u)),
);

/** A name for the LAN's own interface, in a form that no other program uses by custom. */
export const lanInterfaceNameSchema = formed(
  "lan-interface",
  v.pipe(v.string(), v.regex(interfacePattern), v.regex(/^(?:vtap|virtray)[A-Za-z0-9_.-]*$/)),
);

/** A dotted IPv4 address without leading zeros (which some parsers read as octal). */
export const ipv4AddressSchema = formed(
  "address",
  v.pipe(
    v.string(),
    v.regex(/^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/),
  ),
);

/** An address of a private network (RFC 1918), all of which are /16 or larger. */
export const privateAddressSchema = formed(
  "private-address",
  v.pipe(ipv4AddressSchema, v.regex(/^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168)\./)),
);

/** A unicast MAC address in lower case with colons. */
export const macAddressSchema = formed(
  "mac",
  v.pipe(v.string(), v.regex(/^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/)),
);

/** An absolute path without NUL; at most PATH_MAX (4096, linux/limits.h) with its NUL. */
export const absolutePathSchema = formed(
  "path",
  v.pipe(
    v.string(),
    v.startsWith("/"),
    v.maxLength(4095),
    v.check((path) => !path.includes("\0")),
  ),
);

/** A port of TCP or UDP. */
export const portNumberSchema = formed(
  "port",
  v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
);

/** A count: a whole number of at least one. */
export const positiveIntegerSchema = formed(
  "count",
  v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
);

/**
 * A user's name in a guest: what `useradd` accepts everywhere (useradd(8)), at most 32 characters
 * (utmp(5)).
 */
export const guestUserSchema = formed(
  "user",
  v.pipe(v.string(), v.regex(/^[a-z_][a-z0-9_-]{0,31}$/)),
);

/** Size of a machine's disk in bytes: whole sectors, at most 64 TiB. */
export const diskBytesSchema = formed(
  "disk-size",
  v.pipe(v.number(), v.safeInteger(), v.minValue(512), v.maxValue(64 * 2 ** 40), v.multipleOf(512)),
);
