/** As a `ref`: what appears in place of what had the focus takes it over, so that it is not lost. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus();
