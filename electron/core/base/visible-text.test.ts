import { expect, it } from "vitest";
import { escapeJson, makePlain, makeVisible, quoteName } from "./visible-text.ts";

it.each([
  ["a plain text: ä ß € “quoted” – 100 %", "a plain text: ä ß € “quoted” – 100 %"],
  ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
  ["title\u001b]0;x\u0007", "title\\x1b]0;x\\x07"],
  ["two\nlines\r and\ta tab", "two\\nlines\\r and\\ta tab"],
  ["\u009b31m and \u007f", "\\x9b31m and \\x7f"],
  ["gpj.\u202eexe\u2066\u200b", "gpj.\\u{202e}exe\\u{2066}\\u{200b}"],
  ["\u2028\u2029\ufeff\u00ad", "\\u{2028}\\u{2029}\\u{feff}\\xad"],
  ["tag \u{e0041}", "tag \\u{e0041}"],
  ["می‌خواهم 👩‍💻", "می‌خواهم 👩‍💻"],
])("writes out what a terminal would obey or hide: %j", (text, visible) => {
  expect(makeVisible(text)).toBe(visible);
  expect(makeVisible(visible)).toBe(visible);
});

it.each([
  ["keys/ada.pub", "keys/ada.pub"],
  ["~/.ssh/id_ed25519.pub", "~/.ssh/id_ed25519.pub"],
  ["/home/ada/Übung/café-2+1@b.yaml", "/home/ada/Übung/café-2+1@b.yaml"],
  ["my key.pub", '"my key.pub"'],
  ["ok.pub: SHA256:good", '"ok.pub: SHA256:good"'],
  ["a    starts by itself", '"a \\u{20}\\u{20}\\u{20}starts by itself"'],
  ["a\u00a0\u2003b\u2800", '"a\\u{a0}\\u{2003}b\\u{2800}"'],
  ["a\u3164\u115f\u200d\ufe0f.pub", '"a\\u{3164}\\u{115f}\\u{200d}\\u{fe0f}.pub"'],
  ['a" as root\\', '"a\\" as root\\\\"'],
])("sets a name apart from the sentence that it stands in: %j", (name, quoted) => {
  expect(quoteName(name)).toBe(quoted);
  expect(makeVisible(quoted)).toBe(quoted);
});

it("does not change the value of JSON", () => {
  const value = { name: "\u001b\u009b\u202e\u{e0041}\n\u007f ä", list: [1, "\u2028"] };
  const written = escapeJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(written)).toEqual(value);
  expect(written.replaceAll("\n", "")).toMatch(/^[ -~ä]*$/);
});

it("leaves no tag for a desktop to interpret", () => {
  expect(makePlain("a <b>bold</b> & <a href='x'>link\n</a>")).toBe(
    "a ‹b>bold‹/b> & ‹a href='x'>link\\n‹/a>",
  );
});
