import { type AppError, appError } from "../../contract/errors/app-error.ts";

/** Explains why qemu-img cannot read an image; its own words stay as the cause. */
export function explainImage(error: AppError, path: string): AppError {
  if (error.code !== "program-failed") return error;
  const { cause = "" } = error;
  if (/truncated|after EOF/i.test(cause)) {
    return appError("image-damaged", { path, damage: "cut-off" }, cause);
  }
  if (/log that needs to be replayed/.test(cause))
    return appError("image-unclosed", { path }, cause);
  const [, feature] = /[Uu]nsupported [a-z0-9 ]*feature\S*:? *(.*)$/m.exec(cause) ?? [];
  if (feature !== undefined) {
    const detail = feature.replace(/^Unknown incompatible feature: /, "");
    return appError("image-unsupported", { path, fault: "feature", detail }, cause);
  }
  const detail = error.params.detail.replace(/^qemu-img: (?:Could not open '.*': )?/, "");
  return appError("disk-unreadable", { path, detail }, cause);
}
