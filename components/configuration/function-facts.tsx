import type { ReactNode } from "react";
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
  const facts: [label: string, value: ReactNode][] = [
    ["ARN", <Copyable key="arn" text={configuration.functionArn} />],
    ["Execution role", configuration.role && <Copyable text={configuration.role} />],
    ["Architecture", configuration.architecture],
    ["Package", configuration.packageType],
    ["Layers", detail?.layers.map((layer) => <Copyable key={layer} text={layer} />)],
    ["VPC", detail?.vpcId && <Copyable text={detail.vpcId} />],
    [
      "Dead-letter target",
      configuration.deadLetterTargetArn && <Copyable text={configuration.deadLetterTargetArn} />,
    ],
    ["State", configuration.state],
    ["Last update", configuration.lastUpdateStatus],
    ["Last modified", configuration.lastModified],
    ["Revision", configuration.revisionId && <Copyable text={configuration.revisionId} />],
  ];
  return (
    <SettingGroup title="Also on record" about="Shown here; set where the function is deployed.">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        {facts
          .filter(([, value]) => value && !(Array.isArray(value) && value.length === 0))
          .map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="leading-6 text-text-3">{label}</dt>
              <dd className="min-w-0 leading-6">{value}</dd>
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
