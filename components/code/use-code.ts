"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath, useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { FileView, FunctionCode } from "@/lib/model/function-code";

/** What is in the deployed zip of the open function or version; read anew when its sha256 changes. */
export function useCode() {
  const { connectionId } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const { data: detail } = useFunction();
  return useQuery({
    queryKey: ["code", connectionId, name, qualifier ?? "", detail?.codeSha256 ?? ""],
    queryFn: ({ signal }) =>
      getJson<FunctionCode>(functionPath(name, "/code"), { qualifier }, signal),
    enabled: connectionId !== undefined && detail !== undefined && detail.packageType === "Zip",
    staleTime: Infinity,
  });
}

/** One file of the zip that has this sha256. */
export function useCodeFile(path: string | undefined, codeSha256: string | undefined) {
  const { connectionId } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: ["code-file", connectionId, name, qualifier ?? "", codeSha256 ?? "", path],
    queryFn: ({ signal }) =>
      getJson<FileView>(functionPath(name, "/code/file"), { path, qualifier }, signal),
    enabled: connectionId !== undefined && path !== undefined,
    staleTime: Infinity,
  });
}
