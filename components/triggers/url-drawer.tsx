import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import type { FunctionUrl } from "@/lib/model/push-triggers";

/** An address of the function. */
export function UrlDrawer({ url, onClose }: { url: FunctionUrl; onClose(): void }) {
  const { authType, streams, allowedOrigins, qualifier } = url;
  const facts = [
    ["Callers", authType === "NONE" ? "everybody whom the policy lets in" : "signed requests only"],
    ["Answers", streams ? "in pieces, as the function writes them" : "whole"],
    ["Pages of", allowedOrigins?.join(", ") ?? "no other origin, by the URL's own settings"],
    ["On", qualifier ?? "the function itself"],
  ];
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
        {authType === "NONE" && (
          <Note tone="warn" title="Public">
            Whoever knows the address may call it, as far as the function&apos;s policy has a
            statement for everybody.
          </Note>
        )}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-12">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Drawer>
  );
}
