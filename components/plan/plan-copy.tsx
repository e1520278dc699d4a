"use client";

import { useSession } from "@/components/shell/session";
import { CopyButton } from "@/components/ui/copy-button";
import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { planAsCli } from "@/lib/model/plan-as-cli";
import { planAsCloudFormation, planAsTerraform } from "@/lib/model/plan-as-code";

/** The plan as text for those who make the change elsewhere. */
export function PlanCopy({ changes }: { changes: readonly PlannedChange[] }) {
  const { connection } = useSession();
  if (!connection) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label="Copy as">
      <span className="text-11 text-text-3">Copy as</span>
      <CopyButton wide label="CLI" text={() => planAsCli(changes, connection)} />
      <CopyButton bare label="Terraform" text={() => planAsTerraform(changes)} />
      <CopyButton bare label="CloudFormation" text={() => planAsCloudFormation(changes)} />
    </div>
  );
}
