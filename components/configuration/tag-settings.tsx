"use client";

import { Tag } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { SettingGroup } from "./setting";
import { TagsDialog } from "./tags-dialog";

/** The function's tags. */
export function TagSettings({
  detail,
  locked,
}: {
  detail: FunctionDetail | undefined;
  locked: string | undefined;
}) {
  const [isEditing, setEditing] = useState(false);
  const tags = Object.entries(detail?.tags ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <SettingGroup
      title="Tags"
      about="For costs, filters and permissions. They belong to the function, not to a version."
      aside={
        detail && (
          <Button size="small" icon={Tag} locked={locked} onClick={() => setEditing(true)}>
            Edit tags…
          </Button>
        )
      }
    >
      {!detail ? (
        <SkeletonRows rows={2} />
      ) : tags.length === 0 ? (
        <p className="text-12 text-text-2">The function has no tags.</p>
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
          {tags.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="code-text text-text-2">{key}</dt>
              <dd className="break-words">{value || <span className="text-text-3">empty</span>}</dd>
            </div>
          ))}
        </dl>
      )}
      {detail && (
        <TagsDialog
          key={String(isEditing)}
          detail={detail}
          open={isEditing}
          onOpenChange={setEditing}
        />
      )}
    </SettingGroup>
  );
}
