/** Bytes as text, one character each: enough for headers, and no byte is ever lost. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
