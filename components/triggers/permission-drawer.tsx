import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import type { Permission } from "@/lib/model/permission";
import { sourceKind, sourceName } from "@/lib/model/trigger";

/** A statement of the function's policy. */
export function PermissionDrawer({
  permission,
  onClose,
}: {
  permission: Permission;
  onClose(): void;
}) {
  const { sourceArn, principal, action, statementId, sourceAccount, qualifier } = permission;
  const facts = [
    ["Caller", principal],
    ["Source", sourceArn],
    ["Kind", sourceArn && sourceKind(sourceArn)],
    ["Account", sourceAccount],
    ["Action", action],
    ["On", qualifier ?? "the function itself"],
    ["Statement", statementId],
  ].filter(([, value]) => value);
  return (
    <Drawer
      title={sourceArn ? sourceName(sourceArn) : principal}
      label="Permission"
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <Note title="A permission, not a proof">
          The function&apos;s policy lets this caller in. Whether it calls, when and with what is
          set at the source.
        </Note>
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
