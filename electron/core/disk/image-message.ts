import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { fileErrorOf, systemCode } from "../base/file-error.ts";

type Explain = (path: string, match: RegExpExecArray) => AppError;

/**
 * Messages of QEMU 7 to 10 about images that it cannot use. The first that matches counts, so a cause
 * stands before its consequences.
 */
const known: readonly (readonly [RegExp, Explain])[] = [
  [/Failed to get .* lock/, (path) => appError("disk-in-use", { path, by: "QEMU" })],
  [/truncated|after EOF/i, (path) => appError("image-damaged", { path, damage: "cut-off" })],
  [/log that needs to be replayed/, (path) => appError("image-unclosed", { path })],
  [
    /[Uu]nsupported [a-z0-9 ]*feature\S*:? *(?:Unknown incompatible feature: )?(.*)$/m,
    (path, [, detail = ""]) => appError("image-unsupported", { path, fault: "feature", detail }),
  ],
  [
    /(?:is|marked as) corrupt|corrupt.*cannot be opened/i,
    (path) => appError("image-damaged", { path, damage: "marked" }),
  ],
  [
    /encrypt|LUKS|key-secret|[Pp]assword/,
    (path) => appError("image-unsupported", { path, fault: "encrypted" }),
  ],
  [
    /Could not open backing file: Could not open '(\/[^']*)': No such file/,
    (path, [, backing = ""]) => appError("disk-has-backing", { path, backing }),
  ],
  [
    /[Uu]nsupported (?:image|VMDK|VDI|VHD|VPC|version|format|subformat|block|cluster)|version \S+ (?:is )?not supported/i,
    (path) => appError("image-unsupported", { path, fault: "kind" }),
  ],
  [
    /not (?:in|a|an?) .*(?:format|image)|bad (?:magic|signature)|[Ii]nvalid .*(?:signature|header|magic|type|table)|Could not read .*(?:header|table)/,
    (path) => appError("image-damaged", { path, damage: "tables" }),
  ],
];

/** Explains what QEMU said about an image that it cannot use; its own words stay as the cause. */
export function explainImageMessage(path: string, said: string, cause: string): AppError {
  for (const [pattern, explain] of known) {
    const match = pattern.exec(said);
    if (match !== null) {
      const { code, params } = explain(path, match);
      return appError(code, params, cause);
    }
  }
  const code = systemCode(said);
  if (code === "ENOENT") return appError("disk-missing", { path }, cause);
  return code === null
    ? appError("disk-unreadable", { path }, cause)
    : fileErrorOf(path, code, cause);
}
