"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { InvokeRequest } from "@/lib/model/invoke";
import { formatJson } from "@/lib/model/json-text";
import { maskSecretValues } from "@/lib/model/mask-secret-values";

const mostShown = 64 * 1024;

/** The event as it was sent, folded; what looks like a secret is masked until it is asked for. */
export function SentEvent({ request }: { request: InvokeRequest }) {
  const [isOpen, setOpen] = useState(false);
  const [isBare, setBare] = useState(false);
  const { plain, masked } = useMemo(() => {
    const text = formatJson(request.payload) ?? request.payload;
    return { plain: text, masked: isOpen ? maskSecretValues(text) : text };
  }, [request, isOpen]);
  const text = isBare ? plain : masked;
  return (
    <details
      className="border-b border-border px-3 py-2.5 text-12"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer font-semibold">Event that was sent</summary>
      {isOpen && (
        <>
          <div className="my-1.5 flex gap-2">
            <CopyButton label="Copy event" text={request.payload} />
            {plain !== masked && (
              <Button size="small" pressed={isBare} onClick={() => setBare(!isBare)}>
                {isBare ? "Hide secrets" : "Show secrets"}
              </Button>
            )}
          </div>
          <pre className="code max-h-60 text-11 break-all whitespace-pre-wrap">
            {text.slice(0, mostShown)}
            {text.length > mostShown && "\n... copy the event to have all of it"}
          </pre>
        </>
      )}
    </details>
  );
}
