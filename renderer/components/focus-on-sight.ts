/** A `ref` for the field of a form that a person opened: typing begins there. */
export function focusOnSight(input: HTMLInputElement | null): void {
  input?.select();
  input?.focus();
}
