import { useState } from "react";
import type { Answer } from "../../../electron/contract/channels/table.ts";
import type { Result } from "../../../electron/contract/errors/app-error.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { PathField } from "../../components/PathField.tsx";

interface Look {
  readonly path: string;
  /** Null while main looks. */
  readonly found: Result<Answer<"disk.inspect">> | null;
}

/** The path of a disk image, with its format and size, or the error, as its hint. */
export function DiskField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (path: string) => void;
}) {
  const words = useWords();
  const { ui } = words;
  const { create } = ui;
  const [look, setLook] = useState<Look | null>(null);
  const current = look !== null && look.path === props.value ? look : null;

  async function inspect(path: string): Promise<void> {
    if (!path.startsWith("/") || look?.path === path) return;
    setLook({ path, found: null });
    const found = await bridge.call("disk.inspect", { path });
    // Drop an answer about a path that the user has replaced in between.
    setLook((now) => (now?.path === path ? { path, found } : now));
  }

  const found = current?.found ?? null;
  const hint =
    current === null
      ? create.diskHint
      : found === null
        ? create.checking
        : found.ok
          ? create.found(found.value.format, ui.unit.size(found.value.virtualBytes))
          : undefined;
  const refusal = found !== null && !found.ok ? errorLine(words, found.error) : undefined;
  return (
    <PathField
      label={create.disk}
      name="disk"
      hint={hint}
      error={props.error ?? refusal}
      value={props.value}
      onChange={props.onChange}
      onGiven={(path) => void inspect(path)}
    />
  );
}
