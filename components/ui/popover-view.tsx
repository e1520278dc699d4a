"use client";

import { Popover } from "radix-ui";
import type { OpenState, PopoverProps } from "./menu";

export default function PopoverView({
  trigger,
  label,
  align = "start",
  children,
  open,
  onOpenChange,
}: PopoverProps & OpenState) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="pop"
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          {children(() => onOpenChange(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
