/** A user’s notes about a machine, in English. */
export const marks = {
  title: "Tags and note",
  tags: "Tags",
  tagsHint: "Words such as “prod”, with blanks between them; “tag:prod” in the filter finds them.",
  note: "Note",
  noteHint: "One line of at most 200 characters.",
  protected: "Protected",
  protectedHint: "Deleting the machine, forcing it off and restoring snapshots is refused.",
};
