import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import type { FunctionUrl } from "@/lib/model/push-triggers";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerChecks } from "@/lib/model/trigger-checks";
import { CheckList } from "./check-list";
import { TriggerFacts } from "./trigger-facts";

/** An address of the function. */
export function UrlDrawer({
  url,
  checked,
  onClose,
}: {
  url: FunctionUrl;
  checked: CheckedFunction | undefined;
  onClose(): void;
}) {
  return (
    <Drawer title="Function URL" label="Function URL" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="flex items-start gap-1">
          <a
            className="min-w-0 flex-1 text-12 break-all text-accent underline"
            href={url.url}
            target="_blank"
            rel="noreferrer"
          >
            {url.url}
          </a>
          <CopyButton text={url.url} label="Copy URL" />
        </div>
        {url.authType === "NONE" && (
          <Note tone="warn" title="Public">
            Whoever knows the address may call it, as far as the function&apos;s policy has a
            statement for everybody.
          </Note>
        )}
        <TriggerFacts trigger={url} />
        {checked && <CheckList checks={triggerChecks(url, checked)} />}
      </div>
    </Drawer>
  );
}
