/** A `ref` that focuses a control when it appears, such as the first field of an opened form. */
export function focusOnSight(control: HTMLInputElement | HTMLButtonElement | null): void {
  if (control instanceof HTMLInputElement) control.select();
  control?.focus();
}
