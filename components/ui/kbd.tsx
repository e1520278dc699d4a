/** A key on the keyboard: `<Kbd>Esc</Kbd>`. */
export function Kbd({ children }: { children: string }) {
  return <kbd aria-hidden="true">{children}</kbd>;
}
