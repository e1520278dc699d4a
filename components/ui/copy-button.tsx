"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button";

export interface CopyButtonProps {
  text: string | (() => string);
  /** What is copied, e.g. `Copy ARN`. */
  label: string;
  /** Show the label, not only the icon. */
  wide?: boolean;
  /** The label alone, until it was copied. */
  bare?: boolean;
}

export function CopyButton({ text, label, wide = false, bare = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(typeof text === "string" ? text : text()).then(
      () => setCopied(true),
      // Without the permission the browser's own prompt is the way to get at the text.
      () => prompt(label, typeof text === "string" ? text : text()),
    );
  const icon = copied ? Check : Copy;
  return wide || bare ? (
    <Button size="small" icon={bare && !copied ? undefined : icon} onClick={copy}>
      {copied ? "Copied" : label}
    </Button>
  ) : (
    <IconButton size="small" icon={icon} label={copied ? "Copied" : label} onClick={copy} />
  );
}
