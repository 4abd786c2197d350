import * as v from "valibot";

/**
 * The forms that a value can have. A schema's message is the name of its form, so that a refused value
 * can be told of in a sentence of each language.
 */
export const valueForms = [
  "machine-name",
  "id",
  "folder-name",
  "interface",
  "kernel-interface",
  "lan-interface",
  "address",
  "private-address",
  "mac",
  "path",
  "port",
  "count",
  "user",
  "disk-size",
  "machine-type",
  "order",
  "display",
  "prefix-length",
  "disk-index",
  "time",
  "url",
  "https-url",
  "ssh-key",
  "sha256",
  "sha512",
  "snapshot-name",
  "snapshot-id",
  "file-name",
  "size",
  "forward",
  "forwards",
  "uplinks",
  "network-id",
  "display-name",
  "catalogue-id",
  "fingerprint",
  "key-combination",
  "picture",
  "tag",
  "ssh-host",
  "version",
  "error-code",
  "note",
  "weather",
  "airlock",
  "airlock-entry",
  "variable",
  "line",
  "after",
  "guest-folder",
  "share-line",
  "shares",
  "proxy",
  "certificate",
] as const;
export type ValueForm = (typeof valueForms)[number];

/** Returns a schema that refuses values by the name of their form. */
export const formed = <S extends v.GenericSchema>(form: ValueForm, schema: S): S =>
  v.message(schema, form);
