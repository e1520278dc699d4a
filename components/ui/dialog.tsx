"use client";

import { lazy, Suspense, useState, type ReactNode } from "react";

export interface DialogProps {
  open: boolean;
  /** Called with false on Esc, on a click outside and on the close button. */
  onOpenChange(open: boolean): void;
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  footer?: ReactNode;
  wide?: boolean;
  /** Makes the dialog a form: Enter in a field, or the footer's submit button. */
  onSubmit?(): void;
}

const DialogView = lazy(() => import("./dialog-view"));

/** A modal dialog; its code is loaded when one is first opened. Focus goes back to where it came from. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  return wanted ? (
    <Suspense fallback={null}>
      <DialogView {...props} />
    </Suspense>
  ) : null;
}
