import type { FileFault } from "../../contract/errors/value-fault.ts";
import { explainIssue, type Refused, wholeFile } from "./explain-issue.ts";
import { findInJson, findJsonFault } from "./json-place.ts";

/** Explains why the text of a file, which is JSON, was refused, and where. */
export function explainFile(path: string, text: string, { issues: [issue] }: Refused): FileFault {
  const fault = explainIssue(issue);
  const keys = issue.path?.map(({ key }) => key) ?? [];
  return { path, ...fault, ...findInJson(text, keys, fault.wrong === "unknown") };
}

/** Returns the fault of a file whose text is not JSON. */
export function explainNoJson(path: string, text: string): FileFault {
  return { ...wholeFile(path, "json"), ...findJsonFault(text) };
}

/** Returns the fault of a file that has another id than its folder. */
export function explainOwnId(path: string, text: string, id: string): FileFault {
  const place = findInJson(text, ["id"], false);
  return { path, field: "id", wrong: "own-id", text: id, limit: "", ...place };
}
