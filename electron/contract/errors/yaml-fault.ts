/** Faults of a YAML text. Guests refuse it, or would read it otherwise than it looks. */
export type YamlFault =
  /** `code` is such as `U+001B`. */
  | { readonly kind: "character"; readonly code: string }
  | {
      readonly kind:
        | "tab"
        | "indent"
        | "unclosed"
        | "escape"
        | "scalar-start"
        | "key"
        | "second-document"
        | "directive"
        | "alias-many"
        | "nesting"
        | "merge"
        | "syntax";
    }
  | { readonly kind: "key-twice" | "alias" | "anchor"; readonly name: string }
  | { readonly kind: "tag"; readonly tag: string }
  /** A value of a type that it cannot have: the 45th of a month. */
  | { readonly kind: "value"; readonly text: string };

/** Faults of user-data. */
export type UserDataFault =
  | YamlFault
  | { readonly kind: "too-long"; readonly most: number }
  /** Another kind of user-data, by its first line. */
  | { readonly kind: "script"; readonly first: string }
  | { readonly kind: "mime" | "gzip" | "no-map" | "keys-no-list" };

/** The settings that a machine has in a `virtray.yaml`. */
export type ProjectSetting =
  | "template"
  | "memory"
  | "cpus"
  | "disk"
  | "address"
  | "user"
  | "keys"
  | "user-data"
  | "wait"
  | "autostart"
  | "send-as"
  | "forward"
  | "only"
  | "after"
  | "env"
  | "provision"
  | "tags"
  | "note"
  | "protected"
  | "shares"
  | "proxy"
  | "certificates"
  | "agent";

/** Faults of a `virtray.yaml`. */
export type ProjectFault =
  | YamlFault
  | UserDataFault
  | { readonly kind: "no-machines" | "no-template" }
  | {
      readonly kind:
        | "setting-unknown"
        | "machine-name"
        | "no-settings"
        | "after-unknown"
        | "after-circle";
      readonly name: string;
    }
  /** `text`: the word at this place; null for more than one word. */
  | { readonly kind: "setting"; readonly setting: ProjectSetting; readonly text: string | null }
  | { readonly kind: "forward-twice"; readonly forward: string; readonly by: string }
  | { readonly kind: "address-twice"; readonly address: string; readonly by: string };
