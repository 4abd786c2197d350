import { getProxyForUrl } from "proxy-from-env";
import type { GuestProxy } from "../../contract/base/handed-on.ts";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { proxyOf } from "../../core/template/handed-on.ts";

/** Any name that is nobody's own: only a rule for all of them keeps it from the proxy. */
const anyHost = "virtray.invalid";

/** Returns the proxy of this computer's environment, and what is reached without it. */
export function hostProxy(): Result<GuestProxy> {
  const url = getProxyForUrl(`https://${anyHost}/`) || getProxyForUrl(`http://${anyHost}/`);
  const refused = (wrong: "none" | "kind"): { ok: false; error: AppError } => ({
    ok: false,
    error: appError("proxy-of-host", { wrong }),
  });
  if (url === "") return refused("none");
  const { env } = process;
  const proxy = proxyOf(url, env["no_proxy"] ?? env["NO_PROXY"] ?? "");
  return proxy === null ? refused("kind") : ok(proxy);
}
