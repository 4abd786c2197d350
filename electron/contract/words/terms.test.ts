import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { helpDe } from "../../cli/base/help-de.ts";
import { loadWords } from "../../cli/base/words.ts";
import type { Language } from "../base/languages.ts";
import { rootActionWords, wordsFor } from "./catalogues.ts";

/** Words that once stood for a thing, and the one that stands for it now (docs/glossary.md). */
const retired: Readonly<Record<"en" | "de", readonly (readonly [was: RegExp, is: string])[]>> = {
  en: [
    [/\bmend(?:s|ed|ing)?\b/i, "fix, repair"],
    [/\banew\b/i, "again"],
    [/\b(?:take|takes|taken|taking|took) (?:\w+ ){0,3}back\b/i, "undo, remove"],
    [/\bbr(?:ing|ought) (?:\w+ )?back\b/i, "restore"],
    [/\bways? (?:out|back)\b/i, "uplink, undo"],
    [/\b(?:leaves?|go(?:es)? out|lead out) by\b/i, "uplink"],
    [/\bpath check\b/i, "connection check"],
    [/\bserial line\b/i, "serial console"],
    [/\b(?:privileged|root[’']s) part\b/i, "root helper"],
    [/(?<![-“])\btaps?\b(?! (?:is|the|on)\b)/, "TAP device"],
    [/\bnetd[’']s book\b|\bthe book\b/i, "state file"],
    [/\bsupport bundle\b/i, "support report"],
    [/\breal disks?\b/i, "physical disk"],
    [/\braw disks?\b/i, "raw image"],
    [/\bfurther disks?\b/i, "additional disk"],
    [/\bcloud-init seed\b/i, "cloud-init data"],
    [/\bweb address\b/i, "URL"],
    [/\bkernel flags?\b/i, "kernel setting"],
    [/\bpower(?:s|ed)? (?:them )?down\b/i, "shut down"],
    [/\b(?:hold|holds|held|stand|stands) still\b/i, "paused"],
    [/\bas administrator\b/i, "administrator rights"],
    [/\byour user\b/i, "your account"],
    [/(?<!there )\bis no (?!longer|more than)\w+/i, "is not a"],
    [/\b(?:this|it|they) holds? (?:until|from)\b/i, "applies, takes effect"],
    [/\bnot any more\b/i, "no longer"],
    [/\b(?:is|are) there already\b/i, "exists already"],
    [/\bwithout a word\b/i, "without a message"],
    [/\bfault of Virtray/i, "internal error"],
    [/\bor none to get\b/i, "leave it out"],
    [/\bpatterns?\b/i, "template, image"],
    [/\bmoments?\b(?= of a machine)/i, "snapshot"],
    [/\blet(?:s)? go on\b/i, "resume"],
    [/\bmade from\b/i, "created from"],
    [/(?<![-"])\buser-data\b(?! is\b)/i, "user data"],
  ],
  de: [
    [/\bVerwalter/, "Administrator"],
    [/\bjene[rsmn]?\b/i, "diese, andere"],
    [/\b[Bb]enutz(?!er|bar)\w*/, "verwenden"],
    [/zurück(?:zu)?(?:ge)?(?:nehm|nomm|hol)/i, "rückgängig machen, entfernen, wiederherstellen"],
    [/\bWegprüfung|\bWege? (?:hinaus|nach draußen|zurück)/, "Verbindungsprüfung, Uplink"],
    [/\bhinaus\b(?!\.| wurden|”|“| kam)/, "Uplink"],
    [/\bNetzkarte/, "Netzwerkkarte"],
    [/\bprivilegierte|\bRoot-Teil/i, "Root-Hilfsprozess"],
    [/\bKernel-?[Ss]chalter/, "Kernel-Parameter"],
    [/\b[Pp]lattenabbild|\bAbbild-Datei|\bRohdatei/, "Festplattenabbild"],
    [/\brohe[sr]?\b/i, "raw-Abbild"],
    [/\bSaat\b/, "cloud-init-Daten"],
    [/\bNutzer(?:name|n)?\b/, "Benutzer, Benutzername"],
    [
      /eigene[nr]? Benutzer\b|\b[DI][eh][rm]e?n? Benutzer (?:darf|braucht|tritt|erhält)/,
      "Ihr Benutzerkonto",
    ],
    [/\bÜberblick\b/, "Übersicht"],
    [/\bserielle Leitung/i, "serielle Konsole"],
    [/\bVergabe\b/, "DHCP-Lease"],
    [/\bEnde erzwingen/, "Ausschalten erzwingen"],
    [/Schnappschuss auf(?:zu)?(?:nehm|genomm)/, "erstellen"],
    [/\bAnschluss\b/, "Festplattenbus, Switch-Port"],
    [/\bweitere Platte|\becht\w* Platte/, "zusätzliche Platte, physische Festplatte"],
    [/\bWeb-Adresse/, "URL"],
    [/\bRechner/, "Computer"],
    [/\bBitte\b/i, "impersonal infinitive"],
    [/\bgeht (?:hier )?nicht\b|, d(?:er|ie) geht\b/, "ist nicht möglich, funktioniert"],
    [/\bstecken\b(?! bleiben)/, "anschließen, einstecken"],
    [/\bbei der Anmeldung\b/i, "beim Anmelden"],
    [/\bgepackt/, "komprimiert"],
    [/\bVorgaben?\b/, "Standard, Standardwert"],
  ],
};

/** Every text with the names that lead to it; of a function its source. */
function texts(value: unknown, path: string): readonly (readonly [path: string, text: string])[] {
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

/**
 * Returns the texts of a language's files, a line each: functions that a sentence calls have texts,
 * too, which its own source does not show.
 */
function sources(language: Language): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(import.meta.dirname, language), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => {
      const lines = readFileSync(join(import.meta.dirname, language, name), "utf8").split("\n");
      const texts = lines
        .filter((line) => !/^\s*(?:\/\/|\/?\*|import )/.test(line))
        .map((line) => line.replace(/^\s*"[^"]*":/, "").replace(/\$\{[^}]*\}/g, "…"))
        .flatMap((line) => [...line.matchAll(/["`]([^"`]*)["`]?/g)].map(([, text = ""]) => text));
      return [`${language}/${name}`, texts.join("\n")] as const;
    });
}

const docs = ["README.md", "docs/guide.md", "docs/troubleshooting.md", "docs/desktops.md"]
  .concat(["docs/files.md", "docs/commands.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
  .concat(["ARCHITECTURE.md", "docs/failures.md", "docs/electron.md"])
  .map(
    (name) => [name, readFileSync(join(import.meta.dirname, "../../..", name), "utf8")] as const,
  );

test.each(["en", "de"] as const)("no retired term is left: %s", async (language) => {
  const all = [
    ...texts(wordsFor(language), "words"),
    ...sources(language),
    ...texts((await loadWords(language)).cli, "cli"),
    ...texts(rootActionWords[language], "polkit"),
    ...(language === "en" ? docs : Object.entries(helpDe.texts)),
  ];
  const found = all.flatMap(([path, text]) =>
    text
      // Code in documents, and what a person types.
      .replace(/```[\s\S]*?```|`[^`\n]+`/g, "")
      .split("\n")
      .flatMap((line) =>
        retired[language].flatMap(([was, is]) => {
          const [term] = was.exec(line) ?? [];
          return term === undefined
            ? []
            : [`${path}: ${term} (${is}): ${line.trim().slice(0, 120)}`];
        }),
      ),
  );
  expect(found).toEqual([]);
});

/** Pronouns at a sentence’s beginning, whose noun is in another sentence, label or option. */
const strayPronouns: Readonly<Record<Language, RegExp>> = {
  en: /(?:^|[.!?] )(?:It|Its|They|Their|Them)\b.*/gm,
  // After a colon, too, a possessive reads as the polite form.
  de: /(?:(?:^|[.!?:] )Ihre[mnrs]?\b(?! Benutzerkonto| Zugriff)|(?:^|[.!?] )(?:Er|Ihn|Seine?[mnrs]?)\b).*/gm,
};

test.each(["en", "de"] as const)("each sentence stands alone: %s", (language) => {
  const found = sources(language).flatMap(([name, text]) =>
    [...text.matchAll(strayPronouns[language])].map(([sentence]) => `${name}: ${sentence}`),
  );
  expect(found).toEqual([]);
});
