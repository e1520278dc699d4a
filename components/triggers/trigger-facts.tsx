import { CopyButton } from "@/components/ui/copy-button";
import type { Trigger } from "@/lib/model/trigger";
import { copiedArn, triggerFacts } from "@/lib/model/trigger-facts";

/** What is known of a trigger beside the settings that its form shows. */
export function TriggerFacts({ trigger }: { trigger: Trigger }) {
  const arn = copiedArn(trigger);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-12">
      {triggerFacts(trigger).map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-text-3">{label}</dt>
          <dd className="flex min-w-0 items-start gap-1">
            <span
              className={`min-w-0 break-words ${/^(arn:|[{[])/.test(value) ? "code-text" : ""}`}
            >
              {value}
            </span>
            {value === arn && <CopyButton text={value} label="Copy ARN" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
