"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { Kbd } from "./kbd";
import type { MenuItem, MenuProps, OpenState } from "./menu";

export default function MenuView({
  trigger,
  items,
  align = "end",
  open,
  onOpenChange,
}: MenuProps & OpenState) {
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align={align} sideOffset={4} collisionPadding={8}>
          {items.map((item, index) => (
            <Item key={index} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  if (item === "line") return <DropdownMenu.Separator className="pop-line" />;
  if ("heading" in item)
    return <DropdownMenu.Label className="pop-label">{item.heading}</DropdownMenu.Label>;
  const { label, onSelect, icon: Icon, detail, shortcut, danger, locked, disabled, checked } = item;
  const inside = (
    <>
      {checked !== undefined && (
        <span className="flex w-3.5 flex-none">{checked && <Check size={13} aria-hidden />}</span>
      )}
      {Icon && <Icon size={14} aria-hidden />}
      <span className="flex-1">
        {label}
        {(locked ?? detail) !== undefined && (
          <span className="ml-2 text-11 text-text-3">{locked ?? detail}</span>
        )}
      </span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </>
  );
  const shared = {
    className: "pop-item",
    disabled: disabled || locked !== undefined,
    "data-danger": danger || undefined,
  };
  return checked === undefined ? (
    <DropdownMenu.Item {...shared} onSelect={onSelect}>
      {inside}
    </DropdownMenu.Item>
  ) : (
    <DropdownMenu.CheckboxItem
      {...shared}
      checked={checked}
      onSelect={(event) => {
        event.preventDefault();
        onSelect();
      }}
    >
      {inside}
    </DropdownMenu.CheckboxItem>
  );
}
