import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useSending } from "../../hooks/use-sending.ts";

/**
 * Holds the texts of a form that makes a machine: a field that nobody has typed in shows its proposal,
 * and the error of a field stays until the field changes.
 */
export function useMachineDraft<D extends Readonly<Record<keyof D, string>>>(empty: D) {
  type Name = keyof D & string;
  const [draft, setDraft] = useState(empty);
  const [typed, setTyped] = useState<ReadonlySet<Name>>(new Set());
  const [wrong, setWrong] = useState<ReadonlySet<Name>>(new Set());
  const sending = useSending();
  return {
    draft,
    wrong,
    sending,
    /** Returns what a field shows. */
    shown: (field: Name, proposal: string) => (typed.has(field) ? draft[field] : proposal),
    change: (field: Name) => (value: string) => {
      setDraft((now) => ({ ...now, [field]: value }));
      setTyped((now) => new Set([...now, field]));
      setWrong((now) => new Set([...now].filter((other) => other !== field)));
      sending.forget();
    },
    /** Marks fields that cannot be read, and leads to the first of them. */
    refuse: (fields: ReadonlySet<Name>) => {
      setWrong(fields);
      sending.leadToWrong();
    },
    /** Sends a request; returns the machine that was made, null if main refused. */
    async send<T extends { readonly id: string }>(ask: Parameters<typeof sending.send<T>>[0]) {
      const made = await sending.send(ask);
      return made.ok ? made.value : null;
    },
  };
}

/** Returns the refusal of a request as that of a field, or of the form as a whole. */
export function placeRefusal<F extends string>(
  refusal: AppError | null,
  fieldOf: (code: AppError["code"]) => F | null,
): { readonly field: F | null; readonly general: AppError | null } {
  const field = refusal === null ? null : fieldOf(refusal.code);
  return { field, general: field === null ? refusal : null };
}
