import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { languageOf } from "../base/languages.ts";
import { type AppError, appError } from "../errors/app-error.ts";
import { type DetailCode, detailCodes } from "../errors/detail.ts";
import type { MachineStatus } from "../machine/machine.ts";
import { countStatuses } from "../machine/machine-actions.ts";
import { wordsFor } from "./catalogues.ts";
import { formatSize, plural } from "./formats.ts";
import { commandOf, describeDetail, describeError, errorLine, typedErrorLine } from "./words.ts";

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Every text of a catalogue with the names that lead to it. */
function leaves(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

const english = leaves(wordsFor("en"));
const german = leaves(wordsFor("de"));

/** The errors after which there is nothing to do, or whose sentence names what is wrong. */
const withoutStep: readonly string[] = [
  "cancelled",
  "export-done",
  "file-failed",
  "file-not-broken",
  "host-woke",
  "machine-not-linked",
  "once-not-needed",
  "project-invalid",
  "ssh-key-invalid",
  "transfer-anew",
  "transfer-goes-on",
  "transfer-sent",
  "uplink-of-place",
  "uplink-switched",
  "user-data-invalid",
];

/** Functions count, too: an untranslated one has the same source in both files. */
const written = ({ value }: Leaf) => String(value);

test("both languages have the same texts, in the same order", () => {
  expect(german.map(({ path }) => path.join("."))).toEqual(
    english.map(({ path }) => path.join(".")),
  );
});

test("no text is empty, and German ones are written in German", () => {
  for (const { path, value } of [...english, ...german]) {
    // Most repairs need no text for afterwards.
    if (typeof value === "string" && path.at(-1) !== "after")
      expect(value.trim(), path.join(".")).not.toBe("");
  }
  // Words that are the same in both languages, names, and patterns without words.
  const same = german.filter(
    (leaf, index) =>
      english[index] !== undefined &&
      written(leaf) !== "" &&
      written(leaf) === written(english[index]),
  );
  expect(same.map(({ path }) => path.join("."))).toEqual([
    "computers.host",
    "computers.name",
    "computers.computer",
    "hardware.bus.options.ide",
    "net.switch",
    "net.rate",
    "net.columns.name",
    // Its words are those of the fault, in `faults` of each language.
    "errors.file-failed",
    "path.hops.switch",
    "path.hops.nat",
    "path.hops.route",
    "path.hops.uplink",
    "path.hops.gateway",
    "ui.lan.name",
    "ui.uplink.title",
    "ui.uplink.undoFor",
    "ui.uplink.kind.ethernet",
    "ui.uplink.kind.vpn",
    "ui.guest.system",
    "ui.guest.kernel",
    "ui.listening.columns.port",
    "ui.marks.tags",
    "ui.machines.runningFor",
    "ui.palette.uplink",
    "ui.actions.of",
    "ui.actions.dashboard",
    "ui.detail.hardware",
    "ui.detail.uplink",
    "ui.detail.diskFormat",
    "ui.detail.accelerator.kvm",
    "ui.create.name",
    "ui.create.found",
    "ui.network.lan",
    "ui.network.status",
    "ui.network.leaves",
    "ui.settings.windowSystems.wayland",
    "ui.settings.windowSystems.x11",
    "ui.settings.terminal",
    "ui.console.terminal",
    "ui.jobs.speed",
    "ui.templates.kind.url",
    "ui.templates.url",
    "ui.firstRun.systems",
    "ui.startPage.processors",
    "ui.handedOn.proxy",
    "ui.usage.received",
    "ui.usage.sent",
    "ui.usage.rate",
    "ui.tray.tooltip",
    "ui.tray.machineIs",
    "doctor.levels.ok",
    "weather.presets.3g",
  ]);
});

test("spaces before … and % are as each language has them", () => {
  const wrong = (all: readonly Leaf[], pattern: RegExp) =>
    all.filter((leaf) => pattern.test(written(leaf))).map(({ path }) => path.join("."));
  expect(wrong(english, /[\w}](?: |\u00a0|\\xA0|\\u00a0)[…%]/)).toEqual([]);
  // At a plain space a line could break there.
  expect(wrong(german, /[\wäöüß}] […%]/)).toEqual([]);
});

test("every text is used", () => {
  const root = join(import.meta.dirname, "../../..");
  const sources = ["renderer", "electron"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(root, folder, file),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/words\/(?:en|de)\//.test(file))
    // The declaration of a code is not its use.
    .filter((file) => !file.includes("/contract/errors/"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const unused = english
    .map(({ path }) => path)
    .filter(([table = "", ...path]) => {
      // Used by its code: an error, a reason, or root’s step in a repair.
      // Used by the codes of the system.
      if (table === "systemDetails") return false;
      if (table === "errors" || table === "repairs" || table === "details") {
        return !new RegExp(`["\`]${path[0]?.replace(/-always$/, "")}[":]`).test(sources);
      }
      const [key, parent] = path.toReversed();
      // Used by name, or with its table, which is indexed by a value or passed on as a whole.
      const byTable = `\\b${parent ?? table}\\.${key}\\b|\\.${parent ?? table}(?:[[,})]|\\s*[})])`;
      // The smaller catalogues are destructured before use.
      const byName = table === "ui" ? "" : `|\\.${key}\\b|[{,] *${key}\\b|"${key}"`;
      return !new RegExp(byTable + byName).test(sources);
    })
    .map((path) => path.join("."));
  expect(unused).toEqual([]);
});

test("errors without a next step tell of what is done, or all that can be told", () => {
  const all = [...english, ...german].filter(({ path }) => path[0] === "errors");
  const without = all
    .filter((leaf) => !/\btodo\b|\.\.\./.test(written(leaf)))
    .map(({ path }) => path[1]);
  expect([...new Set(without)].sort()).toEqual(withoutStep);
});

test("counts have their own forms", () => {
  const { machines } = wordsFor("en").ui;
  expect([0, 1, 2].map(machines.count)).toEqual(["0 machines", "1 machine", "2 machines"]);
  const counted = (language: "de" | "en", ...statuses: readonly MachineStatus[]) =>
    wordsFor(language).ui.machines.counted(
      countStatuses(statuses.map((status) => ({ status }))),
      statuses.length,
    );
  const some = ["running", "paused", "running", "stopped"] as const;
  expect(counted("en", ...some)).toBe("2 running · 1 paused of 4");
  expect(counted("de", ...some)).toBe("2 laufen · 1 pausiert von 4");
  expect(counted("de", "running", "starting")).toBe("1 läuft · 1 startet von 2");
  expect(counted("en", "stopped", "stopped")).toBe("none of 2 running");
  expect(plural("de", 1, { one: "eins", other: "viele" })).toBe("eins");
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [1024, "1 KiB"],
  [1_610_612_736, "1.5 GiB"],
  [21_474_836_480, "20 GiB"],
  [2 ** 60, "1,048,576 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatSize("en", bytes)).toBe(text);
});

test.each([
  ["de", "de"],
  ["de-AT", "de"],
  ["de_CH.UTF-8", "de"],
  ["en-GB", "en"],
  ["den", "en"],
  [undefined, "en"],
])("the language of %s is %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

test("an error is a sentence and what to do", () => {
  expect(errorLine(wordsFor("en"), appError("machine-running", { name: "web" }))).toBe(
    "“web” is running. Shut the machine down first.",
  );
});

test("a program that met a full disk asks for room, and for no report", () => {
  const error = appError("program-failed", {
    program: "qemu-img",
    detail: "No space left on device",
  });
  expect(errorLine(wordsFor("en"), error)).toBe(
    "qemu-img failed: the disk is full. Free some space, then try again.",
  );
});

test("an error with a code of another version is told by its code", () => {
  const error = { code: "of-tomorrow", params: {} } as unknown as AppError;
  expect(describeError(wordsFor("en"), error).what).toBe(
    "Virtray ran into an internal error: of-tomorrow.",
  );
});

test("advice on a terminal names commands in place of buttons", () => {
  const error = appError("machine-stop-timeout", { name: "web", seconds: 90 });
  expect(errorLine(wordsFor("en"), error)).toMatch(/“Force stop”/);
  expect(typedErrorLine(wordsFor("en"), error)).toMatch(/: virtray kill web$/);
  const corrupt = appError("machine-file-corrupt", {
    path: "/m/4f2a/machine.json",
    field: "",
    wrong: "json",
    text: "",
    limit: "",
    line: 1,
    column: 1,
  });
  expect(typedErrorLine(wordsFor("de"), corrupt)).toMatch(/: virtray recover 4f2a$/);
});

test.each([
  ["not-json", "kein gültiges JSON"],
  ["field-invalid:network.address", "der Wert von „network.address“ fehlt oder ist nicht gültig"],
  ["EACCES: permission denied, open '/x'", "keine Berechtigung"],
  ["Error: ENOSPC: no space left on device, write", "der Datenträger ist voll"],
  ["Permission denied", "keine Berechtigung"],
  ["Image is not in qcow2 format.", "Image is not in qcow2 format"],
])("the reason %s reads in German: %s", (detail, text) => {
  expect(describeDetail(wordsFor("de"), detail)).toBe(text);
});

test("a reason of our own is a code with words, not a sentence in one language", () => {
  const root = join(import.meta.dirname, "../..");
  const plain = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.test\.|contract\/(?:words|testing)\//.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        // An internal error is reported, in the words of the source.
        .filter((line) => !line.includes('"internal"'))
        .flatMap((line) =>
          [...line.matchAll(/(?:detail: |refuse\()["`]([^"`]*)["`]/g)].map(([, text = ""]) => text),
        )
        .filter((text) => !detailCodes.includes(text.split(":")[0] as DetailCode)),
    );
  expect(plain).toEqual([]);
});

test.each([
  appError("kvm-denied", {}),
  appError("tun-missing", {}),
  appError("lan-off", {}),
  appError("supervisor-gone", {}),
  appError("agent-missing", {}),
  appError("shortcut-refused", { keys: "Ctrl+F9" }),
  appError("shortcut-not-set-up", { keys: "Ctrl+F9" }),
  appError("shortcut-declined", { keys: "Ctrl+F9" }),
  appError("shortcut-portal-missing", { keys: "Ctrl+F9" }),
  appError("root-no-agent", { command: "virtray lan up" }),
])("the command to copy is the one that the advice names: $code", (error) => {
  for (const words of [wordsFor("en"), wordsFor("de")]) {
    const command = commandOf(words, error);
    expect(command).not.toBeNull();
    expect(describeError(words, error).todo).toContain(command);
  }
});

test.each([
  ["LVM2_member", /\(1 TiB, LVM “vg0”\)\. Other disks may belong to the same group: /],
  ["linux_raid_member", /\(1 TiB, RAID “vg0”\)\. Other disks may belong to the same group: /],
  [
    "crypto_LUKS",
    /\(1 TiB, encrypted “vg0”\)\. A machine that does not know about the encryption /,
  ],
  ["ext4", /\(1 TiB, ext4 “vg0”\)\. Changes are permanent/],
])("a disk of the host that holds %s warns of what a machine may do to it", (type, text) => {
  expect(wordsFor("en").devices.warning("/dev/sdb", "1 TiB", { type, label: "vg0" })).toMatch(text);
});
