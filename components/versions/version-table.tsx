"use client";

import { Trash2 } from "lucide-react";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { sendJson } from "@/components/ui/api";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Quantity } from "@/components/ui/quantity";
import { ColumnHead, Table } from "@/components/ui/table";
import type { Change } from "@/lib/model/change";
import type { ProvisionedConcurrency } from "@/lib/model/concurrency-limits";
import {
  formatBytes,
  formatDateTime,
  formatFullCount,
  formatMemory,
  formatSeconds,
} from "@/lib/model/format";
import { type Alias, parseAwsTime, type Version } from "@/lib/model/version";

export interface VersionTableProps {
  versions: readonly Version[];
  aliases: readonly Alias[];
  /** By alias or version. */
  provisioned: ReadonlyMap<string, ProvisionedConcurrency>;
  compared: readonly string[];
  onCompare(version: string): void;
  locked: string | undefined;
}

/** $LATEST and all published versions, newest first. */
export function VersionTable(props: VersionTableProps) {
  const { versions, aliases, provisioned, compared, onCompare, locked } = props;
  const { name } = useFunctionAddress();
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  const { dialog, ask } = useConfirm();
  const remove = (version: string) =>
    ask({
      title: `Delete version ${version} of ${name}?`,
      values: [{ label: "Version", before: version, after: "deleted" }],
      action: "Delete version",
      danger: true,
      note: (
        <Note tone="warn">
          It cannot be brought back: AWS never gives a number twice. Callers that name this version
          get an error.
        </Note>
      ),
      act: () => sendJson<{ change: Change }>("DELETE", functionPath(name, `/versions/${version}`)),
    });
  return (
    <div className="overflow-x-auto">
      <div className="min-w-200">
        <Table label="Versions">
          <thead>
            <tr>
              <ColumnHead width={44}>
                <span className="sr-only">Compare</span>
              </ColumnHead>
              <ColumnHead width={96}>Version</ColumnHead>
              <ColumnHead width="18%">Aliases</ColumnHead>
              <ColumnHead>Description</ColumnHead>
              <ColumnHead width={120}>Runtime</ColumnHead>
              <ColumnHead number width={90}>
                Memory
              </ColumnHead>
              <ColumnHead number width={80}>
                Timeout
              </ColumnHead>
              <ColumnHead number width={90}>
                Code
              </ColumnHead>
              <ColumnHead number width={100}>
                Provisioned
              </ColumnHead>
              <ColumnHead width={140}>Made</ColumnHead>
              <ColumnHead width={48}>
                <span className="sr-only">Delete</span>
              </ColumnHead>
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => {
              const { version } = one;
              const users = aliases.filter(
                (alias) => alias.version === version || alias.routing?.version === version,
              );
              const made = parseAwsTime(one.lastModified);
              const isLatest = version === "$LATEST";
              const label = isLatest ? version : `v${version}`;
              return (
                <tr key={version} aria-selected={compared.includes(version)}>
                  <td>
                    <Checkbox
                      aria-label={`Compare ${label}`}
                      checked={compared.includes(version)}
                      onChange={() => onCompare(version)}
                    />
                  </td>
                  <td>
                    <Link
                      className="font-medium hover:underline"
                      href={`/functions/${encodeURIComponent(name)}?qualifier=${encodeURIComponent(version)}`}
                    >
                      {label}
                    </Link>
                  </td>
                  <td>
                    <span className="flex gap-1">
                      {users.map((alias) => (
                        <Badge key={alias.name} tone="outline">
                          {alias.name}
                        </Badge>
                      ))}
                    </span>
                  </td>
                  <td title={one.description}>{one.description}</td>
                  <td>{one.runtime ?? "\u2013"}</td>
                  <td className="num">
                    <Quantity of={formatMemory(one.memoryMb)} />
                  </td>
                  <td className="num">
                    <Quantity of={formatSeconds(one.timeoutSeconds)} />
                  </td>
                  <td className="num" title={one.codeSha256 && `SHA-256 ${one.codeSha256}`}>
                    <Quantity of={formatBytes(one.codeSizeBytes)} />
                  </td>
                  <td className="num">
                    <Ready config={provisioned.get(version)} />
                  </td>
                  <td>{made === undefined ? "\u2013" : formatDateTime(made, zone, nowMs)}</td>
                  <td>
                    {!isLatest && (
                      <IconButton
                        size="small"
                        icon={Trash2}
                        label={`Delete version ${version}`}
                        locked={
                          locked ??
                          (users.length > 0
                            ? `Used by ${users.map((alias) => alias.name).join(", ")}: point the alias elsewhere first.`
                            : undefined)
                        }
                        onClick={() => remove(version)}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
      {dialog}
    </div>
  );
}

/** What is provisioned, and how much of it is ready while it is not all. */
export function Ready({ config }: { config: ProvisionedConcurrency | undefined }) {
  if (!config) return <span className="text-text-3">{"\u2013"}</span>;
  const { status, allocated, requested, statusReason } = config;
  if (status === "READY") return formatFullCount(requested);
  return (
    <span className={status === "FAILED" ? "text-danger" : "text-pend"} title={statusReason}>
      {formatFullCount(allocated)} of {formatFullCount(requested)}
    </span>
  );
}
