import type { YamlTag } from "./yaml-model.ts";

const integer =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const bool = /^(?:yes|no|true|false|on|off)$/i;
const day = /^(\d{4})-(\d\d)-(\d\d)$/;
const moment =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]| +)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?(?: *(?:Z|[-+](\d\d?)(?::?(\d\d))?))?$/;

/** Python refuses to read longer numbers. */
const mostDigits = 1000;

/**
 * Whether guests can read a value as the type that it has for them by YAML 1.1: by its tag, or else,
 * unquoted, by its letters. One that they cannot read costs a guest its whole cloud-config.
 */
export function isPossibleValue(text: string, tag: YamlTag | null, isPlain: boolean): boolean {
  switch (tag) {
    case "str":
    case "null":
      return true;
    case "binary":
      return isBase64(text);
    case "timestamp":
      return isTime(text);
    case "int":
      return integer.test(text) && isNumber(text);
    case "float":
      return (float.test(text) || /^[-+]?[0-9]+$/.test(text)) && isNumber(text);
    case "bool":
      return bool.test(text);
    case null:
      return !isPlain || isPossiblePlain(text);
  }
}

function isPossiblePlain(text: string): boolean {
  // YAML 1.1 has types for both, for which there are no values here.
  if (text === "=" || text === "<<") return false;
  if (integer.test(text) || float.test(text)) return isNumber(text);
  return (!day.test(text) && !moment.test(text)) || isTime(text);
}

/** Whether digits are left once the lines between them are gone, and not too many. */
function isNumber(text: string): boolean {
  return text.length <= mostDigits && !/^[-+]?0[bx]_*$/.test(text);
}

function isBase64(text: string): boolean {
  const letters = text.replace(/\s/g, "");
  return letters.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(letters);
}

function isTime(text: string): boolean {
  const [, ...parts] = day.exec(text) ?? moment.exec(text) ?? [];
  if (parts.length === 0) return false;
  const [
    year = 0,
    month = 0,
    date = 0,
    hour = 0,
    minute = 0,
    second = 0,
    zone = 0,
    zoneMinute = 0,
  ] = parts.map((part) => Number(part ?? 0));
  // The last day of a month is the one before the first of the next; Date counts years below 100 on.
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return (
    [year >= 1, month >= 1, month <= 12, date >= 1, date <= last].every(Boolean) &&
    [hour <= 23, minute <= 59, second <= 59, zone <= 23, zoneMinute <= 59].every(Boolean)
  );
}
