import type { marks as english } from "../../en/ui/marks.ts";

/** A user’s notes about a machine, in German. */
export const marks: typeof english = {
  title: "Tags und Notiz",
  tags: "Tags",
  tagsHint: "Wörter wie „prod“, durch Leerzeichen getrennt; „tag:prod“ im Filter findet sie.",
  note: "Notiz",
  noteHint: "Eine Zeile mit höchstens 200 Zeichen.",
  protected: "Geschützt",
  protectedHint:
    "Löschen, erzwungenes Ausschalten und Wiederherstellen von Schnappschüssen sind gesperrt.",
};
