"use client";

import { Globe } from "lucide-react";
import type { ReactNode } from "react";
import { useNow } from "@/components/shell/use-now";
import { Badge } from "@/components/ui/badge";
import { ColumnHead, Table } from "@/components/ui/table";
import { formatAge, formatFullCount } from "@/lib/model/format";
import {
  type FunctionUrl,
  type Mapping,
  type Permission,
  sourceKind,
  sourceName,
  type Triggers,
} from "@/lib/model/trigger";
import { type CheckedFunction, triggerWarnings } from "@/lib/model/trigger-checks";
import { MappingState } from "./mapping-state";
import { SourceIcon } from "./source-icon";

/** Statement ids are unique in one policy only. */
export function permissionKey({ statementId, qualifier }: Permission): string {
  return `permission ${qualifier ?? ""} ${statementId}`;
}

export function urlKey({ url }: FunctionUrl): string {
  return `url ${url}`;
}

export interface TriggerViewProps {
  triggers: Triggers;
  selected: string | undefined;
  onSelect(key: string): void;
  checked(mapping: Mapping): CheckedFunction | undefined;
}

/** All sources with their state, settings and backlog. */
export function TriggerTable({ triggers, selected, onSelect, checked }: TriggerViewProps) {
  const nowMs = useNow();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-230">
        <Table label="Triggers">
          <thead>
            <tr>
              <ColumnHead width="22%">Source</ColumnHead>
              <ColumnHead width={120}>Kind</ColumnHead>
              <ColumnHead width={150}>State</ColumnHead>
              <ColumnHead>Settings</ColumnHead>
              <ColumnHead number width={80}>
                Waiting
              </ColumnHead>
              <ColumnHead number width={80}>
                In flight
              </ColumnHead>
              <ColumnHead width="20%">Last result</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {triggers.mappings.map((mapping) => {
              const func = checked(mapping);
              const warnings = func ? triggerWarnings(mapping, func).length : 0;
              return (
                <tr key={mapping.uuid} aria-selected={selected === mapping.uuid}>
                  <td>
                    <SourceButton
                      arn={mapping.eventSourceArn}
                      qualifier={mapping.qualifier}
                      onClick={() => onSelect(mapping.uuid)}
                    />
                  </td>
                  <td>{sourceKind(mapping.eventSourceArn)}</td>
                  <td>
                    <MappingState mapping={mapping} warnings={warnings} />
                  </td>
                  <td className="text-text-2">{settingsText(mapping)}</td>
                  <td className="num">{formatFullCount(mapping.queue?.visible)}</td>
                  <td className="num">{formatFullCount(mapping.queue?.inFlight)}</td>
                  <td title={mapping.lastResult}>
                    <span className={/PROBLEM/.test(mapping.lastResult ?? "") ? "text-danger" : ""}>
                      {mapping.lastResult ?? "\u2013"}
                    </span>
                    {mapping.lastModified && (
                      <span className="ml-1.5 text-text-3">
                        changed {formatAge(nowMs - Date.parse(mapping.lastModified))} ago
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
            {triggers.urls.map((url) => (
              <tr key={urlKey(url)} aria-selected={selected === urlKey(url)}>
                <td>
                  <SourceButton
                    name={new URL(url.url).host}
                    qualifier={url.qualifier}
                    icon={<Globe size={14} aria-hidden className="flex-none text-text-2" />}
                    onClick={() => onSelect(urlKey(url))}
                  />
                </td>
                <td>Function URL</td>
                <td>
                  <Badge>{url.authType === "NONE" ? "public" : "signed calls"}</Badge>
                </td>
                <td className="text-text-2">{urlSettingsText(url)}</td>
                <td className="num text-text-3">{"\u2013"}</td>
                <td className="num text-text-3">{"\u2013"}</td>
                <td className="text-text-3">{"\u2013"}</td>
              </tr>
            ))}
            {triggers.permissions.map((permission) => (
              <tr
                key={permissionKey(permission)}
                aria-selected={selected === permissionKey(permission)}
              >
                <td>
                  <SourceButton
                    arn={permission.sourceArn}
                    name={permission.sourceArn ? undefined : permission.principal}
                    qualifier={permission.qualifier}
                    onClick={() => onSelect(permissionKey(permission))}
                  />
                </td>
                <td>{permission.sourceArn ? sourceKind(permission.sourceArn) : "Caller"}</td>
                <td>
                  <Badge title="The function's policy allows it to call. Whether it does is set there.">
                    permission, not proof
                  </Badge>
                </td>
                <td className="text-text-2">{permission.principal}</td>
                <td className="num text-text-3">{"\u2013"}</td>
                <td className="num text-text-3">{"\u2013"}</td>
                <td className="text-text-3">{"\u2013"}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  );
}

function SourceButton({
  arn,
  name,
  icon,
  qualifier,
  onClick,
}: {
  arn?: string | undefined;
  name?: string;
  icon?: ReactNode;
  qualifier: string | undefined;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      className="flex max-w-full items-center gap-2 font-medium"
      title={arn}
      onClick={onClick}
    >
      {icon ?? <SourceIcon arn={arn} />}
      <span className="truncate">{name ?? sourceName(arn ?? "")}</span>
      {qualifier && (
        <span className="flex-none text-11 font-normal text-text-3">
          {"\u2192"} {qualifier}
        </span>
      )}
    </button>
  );
}

/** `answers in pieces, pages of 2 origins may call` */
export function urlSettingsText({ streams, allowedOrigins = [] }: FunctionUrl): string {
  const [first, ...others] = allowedOrigins;
  const pages =
    first === "*"
      ? "any page"
      : others.length > 0
        ? `pages of ${allowedOrigins.length} origins`
        : `pages of ${first}`;
  return [streams ? "answers in pieces" : "answers at once", first && `${pages} may call`]
    .filter(Boolean)
    .join(" \u00b7 ");
}

/** `batch 10 in 5 s, at most 40 at a time, 1 filter` */
export function settingsText(mapping: Mapping): string {
  const { batchSize, maximumBatchingWindowSeconds, maximumConcurrency, filters } = mapping;
  return [
    batchSize !== undefined &&
      `batch ${formatFullCount(batchSize)}${maximumBatchingWindowSeconds ? ` in ${maximumBatchingWindowSeconds} s` : ""}`,
    maximumConcurrency !== undefined && `\u25c7 max ${formatFullCount(maximumConcurrency)}`,
    filters.length > 0 && (filters.length === 1 ? "1 filter" : `${filters.length} filters`),
  ]
    .filter(Boolean)
    .join(" \u00b7 ");
}
