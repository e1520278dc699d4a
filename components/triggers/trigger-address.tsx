"use client";

import { useSession } from "@/components/shell/session";
import { CopyButton } from "@/components/ui/copy-button";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";
import { isOpenable, routeAddress } from "@/lib/model/route-address";

/** Where it is called: opened by a click where a browser can, to be copied in any case. */
export function TriggerAddress({ trigger }: { trigger: FunctionUrl | ApiRoute }) {
  const { connection } = useSession();
  const url =
    trigger.kind === "url" ? trigger.url : connection && routeAddress(connection, trigger);
  if (url === undefined) return null;
  return (
    <div className="flex items-start gap-1 text-12" role="group" aria-label="Address">
      {trigger.kind === "url" || isOpenable(trigger) ? (
        <a
          className="min-w-0 flex-1 break-all text-accent underline"
          href={url}
          target="_blank"
          rel="noreferrer"
        >
          {url}
        </a>
      ) : (
        <span className="min-w-0 flex-1 break-all">{url}</span>
      )}
      <CopyButton text={url} label="Copy the address" />
    </div>
  );
}
