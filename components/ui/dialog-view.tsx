"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type FormEvent, useRef } from "react";
import { IconButton } from "./button";
import type { DialogProps } from "./dialog";

export default function DialogView(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, wide, onSubmit } = props;
  const opener = useRef<HTMLElement>(null);
  const content = (
    <>
      <div className="dialog-body">
        {description !== undefined && (
          <Dialog.Description asChild>
            <div className="text-12 text-text-2">{description}</div>
          </Dialog.Description>
        )}
        {children}
      </div>
      {footer !== undefined && <div className="dialog-foot">{footer}</div>}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${wide ? "dialog-wide" : ""}`}
          onOpenAutoFocus={(event) => {
            opener.current = findOpener();
            focusFirst(event);
          }}
          // Left alone, focus would only go back to a trigger of Radix's own.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current?.isConnected) opener.current.focus();
            // What was confirmed in a drawer may have changed its buttons, or closed it, which leads back by itself.
            else if (document.activeElement === document.body)
              (
                document.querySelector<HTMLElement>("aside.drawer") ??
                document.getElementById("main")
              )?.focus();
          }}
          {...(description === undefined && { "aria-describedby": undefined })}
        >
          <div className="dialog-head">
            <Dialog.Title className="flex-1">{title}</Dialog.Title>
            <IconButton size="small" icon={X} label="Close" onClick={() => onOpenChange(false)} />
          </div>
          {onSubmit ? (
            <form className="flex min-h-0 flex-col" onSubmit={submit} noValidate>
              {content}
            </form>
          ) : (
            content
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What had the focus before; for an item of a menu, which is gone by then, the menu's button. */
function findOpener(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  if (menu) return document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  return activeElement instanceof HTMLElement ? activeElement : null;
}

/** The first field, else the main action; never the close button, and never a button that destroys. */
function focusFirst(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const dialog = event.currentTarget;
  const first =
    dialog.querySelector<HTMLElement>("input:not(:disabled, [hidden]), select, textarea") ??
    dialog.querySelector<HTMLElement>(".dialog-foot .btn-primary:not(:disabled)");
  (first ?? dialog).focus();
}
