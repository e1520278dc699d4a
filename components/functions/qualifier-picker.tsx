"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { problemOf } from "@/components/ui/problem-view";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { Alias, VersionsAndAliases } from "@/lib/model/version";
import { functionPath, useFunctionAddress } from "./use-function";

/** Which version or alias the page is about; kept in the address as `qualifier=`. */
export function QualifierPicker({ detail }: { detail: FunctionDetail | undefined }) {
  const { name, qualifier } = useFunctionAddress();
  const { data, error } = useVersions(name);
  const router = useRouter();
  const pathname = usePathname();
  const choose = (next: string | undefined) => {
    const params = new URLSearchParams(location.search);
    if (next === undefined) params.delete("qualifier");
    else params.set("qualifier", next);
    router.push(`${pathname}?${params}`);
  };
  const chosen = data?.aliases.find((alias) => alias.name === qualifier);
  const items: MenuItem[] = [
    { label: "All versions", checked: qualifier === undefined, onSelect: () => choose(undefined) },
    { label: "$LATEST", checked: qualifier === "$LATEST", onSelect: () => choose("$LATEST") },
  ];
  if (error) items.push({ label: problemOf(error).title, disabled: true, onSelect: () => {} });
  if (data?.aliases.length) items.push({ heading: "Aliases" });
  for (const alias of data?.aliases ?? [])
    items.push({
      label: alias.name,
      detail: routeText(alias),
      checked: qualifier === alias.name,
      onSelect: () => choose(alias.name),
    });
  const published = (data?.versions ?? []).filter(({ version }) => version !== "$LATEST");
  if (published.length > 0) items.push({ heading: "Versions" });
  for (const { version, description } of published)
    items.push({
      label: `v${version}`,
      detail: description || undefined,
      checked: qualifier === version,
      onSelect: () => choose(version),
    });
  const kind =
    qualifier === undefined
      ? "Version"
      : chosen || !/^(\d+|\$LATEST)$/.test(qualifier)
        ? "Alias"
        : "Version";
  return (
    <Menu
      align="end"
      trigger={
        <Button
          aria-label={`Version or alias: ${qualifier ?? "all"}`}
          className="min-w-36 max-md:min-w-0"
        >
          <span className="font-normal text-text-3 max-md:hidden">{kind}</span>
          {qualifier === undefined ? "all" : /^\d+$/.test(qualifier) ? `v${qualifier}` : qualifier}
          {kind === "Alias" && (
            <span className="font-normal text-text-3">
              {"\u2192 "}
              {chosen ? routeText(chosen) : detail && `v${detail.version}`}
            </span>
          )}
          <ChevronDown size={13} aria-hidden className="ml-auto text-text-3" />
        </Button>
      }
      items={items}
    />
  );
}

/** `GET /api/functions/NAME/versions`: versions and aliases of a function. */
export function useVersions(name: string) {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["versions", connectionId, name],
    queryFn: ({ signal }) =>
      getJson<VersionsAndAliases>(functionPath(name, "/versions"), {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
  });
}

function routeText({ version, routing }: Alias): string {
  if (!routing) return `v${version}`;
  return `v${version}, ${Math.round(routing.weight * 100)} % v${routing.version}`;
}
