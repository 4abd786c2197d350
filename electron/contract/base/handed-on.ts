import * as v from "valibot";
import { formed } from "./formed.ts";

/**
 * The URL of a proxy. It stands between quotes in apt's settings and bare in `/etc/environment`, so it has no
 * character that means anything there.
 */
export const proxyUrlSchema = formed(
  "proxy",
  v.pipe(
    v.string(),
    v.maxLength(512),
    v.regex(
      /^https?:\/\/(?:[A-Za-z0-9._~%+-]+(?::[A-Za-z0-9._~%+-]*)?@)?(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\/?$/,
    ),
  ),
);

/** The proxy that a guest is to use: this computer's own, or a URL. */
export const proxyWishSchema = formed("proxy", v.union([v.literal("host"), proxyUrlSchema]));
export type ProxyWish = v.InferOutput<typeof proxyWishSchema>;

/** A proxy, and what is reached without it. */
export interface GuestProxy {
  readonly url: string;
  /** Names and addresses, as NO_PROXY has them. */
  readonly except: readonly string[];
}

/** The most certificates that a guest is given, and the length of one. */
export const mostCertificates = 16;
const mostCertificateLength = 16_384;

/** One certificate as text (PEM), with nothing before and behind it. */
export const certificateSchema = formed(
  "certificate",
  v.pipe(
    v.string(),
    v.maxLength(mostCertificateLength),
    v.regex(
      /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END CERTIFICATE-----\n$/,
    ),
  ),
);

/** A file with certificates, as it was read. */
export interface CertificateFile {
  readonly path: string;
  readonly certificates: readonly string[];
}
export const certificatesSchema = v.pipe(v.array(certificateSchema), v.maxLength(mostCertificates));
