import { CopyButton } from "@/components/ui/copy-button";
import type { Configuration } from "@/lib/model/configuration";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { SettingGroup } from "./setting";

/** What the page shows and does not change. */
export function FunctionFacts({
  configuration,
  detail,
}: {
  configuration: Configuration;
  detail: FunctionDetail | undefined;
}) {
  const facts: [label: string, values: readonly (string | undefined)[], copyable?: true][] = [
    ["ARN", [configuration.functionArn], true],
    ["Execution role", [configuration.role], true],
    ["Architecture", [configuration.architecture]],
    ["Package", [configuration.packageType]],
    ["VPC", [detail?.vpcId], true],
    ["Dead-letter target", [configuration.deadLetterTargetArn], true],
    ["State", [configuration.state]],
    ["Last update", [configuration.lastUpdateStatus]],
    ["Last modified", [configuration.lastModified]],
    ["Revision", [configuration.revisionId], true],
  ];
  return (
    <SettingGroup title="Also on record" about="Shown here; set where the function is deployed.">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        {facts
          .filter(([, values]) => values.some(Boolean))
          .map(([label, values, copyable]) => (
            <div key={label} className="contents">
              <dt className="leading-6 text-text-3">{label}</dt>
              <dd className="min-w-0 leading-6">
                {values.map((value = "") =>
                  copyable ? <Copyable key={value} text={value} /> : value,
                )}
              </dd>
            </div>
          ))}
      </dl>
    </SettingGroup>
  );
}

function Copyable({ text }: { text: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="code-text truncate" title={text}>
        {text}
      </span>
      <CopyButton text={text} label="Copy" />
    </span>
  );
}
