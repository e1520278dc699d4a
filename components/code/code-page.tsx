"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, RotateCw, Upload } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { functionPath, useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useUrlParam } from "@/components/logs/use-url-param";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useNow } from "@/components/shell/use-now";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { Stat, StatStrip } from "@/components/ui/panel";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Quantity } from "@/components/ui/quantity";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatBytes, formatDateTime, formatFullCount } from "@/lib/model/format";
import { type FunctionDetail, isSettling } from "@/lib/model/function-detail";
import type { FunctionCode } from "@/lib/model/function-code";
import { CodeTree } from "./code-tree";
import { FileText } from "./file-text";
import { ReplaceDialog } from "./replace-dialog";
import { HandlerNote } from "./upload-field";
import { useCodeDownload } from "./use-code-download";

/** What is deployed: the zip's files, its figures, and replacing it. */
export function CodePage() {
  const { connectionId } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const { data: detail } = useFunction();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    // Another deployment has another hash, and so another list.
    queryKey: ["code", connectionId, name, qualifier ?? "", detail?.codeSha256],
    queryFn: ({ signal }) =>
      getJson<FunctionCode>(functionPath(name, "/code"), { qualifier }, signal),
    enabled: connectionId !== undefined && detail !== undefined,
    staleTime: Infinity,
  });
  useStatus({
    keys: [[["[", "]"], "tabs"]],
    source: "Lambda",
    updatedAtMs: dataUpdatedAt || undefined,
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
      <CodeHead code={data} />
      {data ? (
        <CodeFiles key={data.codeSha256 ?? ""} code={data} />
      ) : error ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : (
        <SkeletonRows rows={8} />
      )}
    </div>
  );
}

function CodeHead({ code }: { code: FunctionCode | undefined }) {
  const { name, qualifier } = useFunctionAddress();
  const { zone } = useSession();
  const { data: detail } = useFunction();
  const nowMs = useNow(60_000);
  const notWritable = useLocked();
  const [isReplacing, setReplacing] = useState(false);
  const isFixed = qualifier !== undefined && qualifier !== "$LATEST";
  const locked = isFixed
    ? "A published version keeps its code. Choose all versions to replace that of $LATEST."
    : detail?.packageType === "Image"
      ? "A container image is replaced in its registry."
      : (notWritable ??
        (detail && isSettling(detail) ? "AWS is still applying the last change." : undefined));
  const download = useCodeDownload(name, qualifier);
  const hash = code?.codeSha256 ?? detail?.codeSha256;
  return (
    <div className="-mt-px flex-none">
      <StatStrip>
        <Stat label="Zip">
          <Quantity of={formatBytes(code?.zipSizeBytes ?? detail?.codeSizeBytes)} />
        </Stat>
        <Stat label="Unpacked">
          <Quantity of={formatBytes(code?.unzippedSizeBytes)} />
        </Stat>
        <Stat label="Files">{formatFullCount(code?.files.length)}</Stat>
        <Stat label="Last change of the function" minor>
          {detail?.lastModified
            ? formatDateTime(Date.parse(detail.lastModified), zone, nowMs)
            : "\u2013"}
        </Stat>
        <Stat label="SHA-256" minor>
          <span className="flex items-center gap-1 text-12 font-normal">
            <span className="code-text" title={hash}>
              {hash ? `${hash.slice(0, 16)}…` : "\u2013"}
            </span>
            {hash && <CopyButton text={hash} label="Copy SHA-256" />}
          </span>
        </Stat>
      </StatStrip>
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-border px-4 py-1.5">
        <span className="text-12 text-text-2 max-md:basis-full">
          Handler <span className="code-text">{code?.handler ?? detail?.handler ?? "\u2013"}</span>
        </span>
        <span className="flex-1 max-md:hidden" />
        <Button icon={Download} busy={download.busy} onClick={() => void download.start()}>
          Download zip
        </Button>
        <Button icon={Upload} locked={locked} onClick={() => setReplacing(true)}>
          Replace code…
        </Button>
      </div>
      {detail && <DeploymentNote detail={detail} />}
      {detail && (
        <ReplaceDialog detail={detail} code={code} open={isReplacing} onOpenChange={setReplacing} />
      )}
    </div>
  );
}

/** What becomes of code that was sent. */
function DeploymentNote({ detail }: { detail: FunctionDetail }) {
  const isFailed = detail.lastUpdateStatus === "Failed";
  if (!isSettling(detail) && !isFailed) return null;
  return (
    <div className="px-4 pt-3">
      {isFailed ? (
        <Note tone="danger" title="The last change failed on AWS">
          {detail.lastUpdateStatusReason ?? "AWS gives no reason."} What ran before still runs.
        </Note>
      ) : (
        <p role="status" className="flex items-center gap-2 text-12 text-pend">
          <RotateCw size={13} aria-hidden className="spin" />
          AWS is applying the last change; calls still run what was there before.
        </p>
      )}
    </div>
  );
}

function CodeFiles({ code }: { code: FunctionCode }) {
  const [asked, setOpened] = useUrlParam("file");
  const line = Number(useUrlParam("line")[0]) || undefined;
  const has = code.files.some(({ path }) => path === asked);
  const opened = has ? asked : (code.handlerFile ?? code.files[0]?.path);
  return (
    <>
      {code.files.length > 0 && (
        <div className="px-4 pt-3 empty:hidden">
          <HandlerNote files={code.files} runtime={code.runtime} handler={code.handler} />
        </div>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[260px_minmax(0,1fr)] max-md:grid-cols-1">
        <div className="overflow-auto border-border p-2 max-md:max-h-60 max-md:border-b md:border-r">
          <CodeTree
            files={code.files}
            handlerFile={code.handlerFile}
            opened={opened}
            onOpen={setOpened}
          />
        </div>
        {opened !== undefined && (
          <FileText
            path={opened}
            line={opened === asked ? line : undefined}
            codeSha256={code.codeSha256}
          />
        )}
      </div>
    </>
  );
}
