import type { UserDataFault } from "../../contract/errors/yaml-fault.ts";
import { isLeftOut, type Place, type YamlMap, yamlGet, yamlMap } from "../base/yaml-model.ts";
import { readYaml } from "../base/yaml-read.ts";

export type UserDataReading =
  | { readonly isRead: true; readonly map: YamlMap }
  | { readonly isRead: false; readonly wrong: Place & { readonly fault: UserDataFault } };

/** Far more than any cloud-config needs, and it still fits the seed's small file system. */
const mostLength = 256 * 1024;

/** Reads a person's cloud-config. Other kinds of user-data (scripts, several parts) are refused. */
export function readUserData(given: string): UserDataReading {
  const text = given.replace(/^\ufeff/, "");
  const kind = otherKind(text);
  if (kind !== null) return refuse(kind);
  const reading = readYaml(text);
  if (!reading.isRead) return reading;
  const { root } = reading;
  if (root === null || isLeftOut(root)) return { isRead: true, map: yamlMap([]) };
  if (root.kind !== "map") return refuse({ kind: "no-map" }, root);
  const keys = yamlGet(root, "ssh_authorized_keys");
  if (keys !== undefined && keys.kind !== "list" && !isLeftOut(keys)) {
    return refuse({ kind: "keys-no-list" }, keys);
  }
  return { isRead: true, map: root };
}

/** First lines by which cloud-init takes a text for something else than a cloud-config. */
function otherKind(text: string): UserDataFault | null {
  if (text.length > mostLength) return { kind: "too-long", most: mostLength };
  // The first two bytes of gzip; the second one is not in any text.
  if (["\u001f\ufffd", "\u001f\u008b"].includes(text.slice(0, 2))) return { kind: "gzip" };
  const [first = ""] = text.split("\n", 1);
  if (/^(?:content-type|mime-version) *:|^from [^:]*$/i.test(first)) return { kind: "mime" };
  // "#!", "#include", "## template:": cloud-init knows other kinds by their first line.
  const isOther = /^#\S/.test(first) && first.trimEnd() !== "#cloud-config";
  return isOther ? { kind: "script", first: first.trim().slice(0, 60) } : null;
}

function refuse(fault: UserDataFault, place: Place = { line: 1, column: 1 }): UserDataReading {
  return { isRead: false, wrong: { line: place.line, column: place.column, fault } };
}
