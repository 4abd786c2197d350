/** A `ref` for what a person is led to by what they did: the field of a form, a button that came. */
export function focusOnSight(control: HTMLInputElement | HTMLButtonElement | null): void {
  if (control instanceof HTMLInputElement) control.select();
  control?.focus();
}
