"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { downloadBlob } from "@/components/ui/download";
import { JsonEditor } from "@/components/ui/json-editor";
import { Segmented } from "@/components/ui/segmented";
import { bytesOfBase64 } from "@/lib/model/base64";
import { formatBytes, plain } from "@/lib/model/format";
import { hexDump } from "@/lib/model/hex-dump";
import type { InvokeResult } from "@/lib/model/invoke";
import { responseHeaders, responseTree } from "@/lib/model/response-parts";

type View = "tree" | "raw" | "headers";

/** What the function answered: as a tree, as it was sent, and the headers in and around it. */
export function ResponseView({ result }: { result: InvokeResult }) {
  const [view, setView] = useState<View>("tree");
  const tree = useMemo(
    () => (result.isBase64 ? undefined : responseTree(result.payload)),
    [result],
  );
  const bytes = useMemo(
    () => (result.isBase64 ? bytesOfBase64(result.payload) : undefined),
    [result],
  );
  const size = bytes?.length ?? new TextEncoder().encode(result.payload).length;
  return (
    <section aria-label="Response" className="border-b border-border px-3 py-2.5">
      <div className="mb-1.5 flex flex-wrap items-center gap-2 text-12">
        <h2 className="font-semibold">Response</h2>
        <span className="text-11 text-text-3">
          {plain(formatBytes(size))}
          {result.cutFromBytes !== undefined && ` of ${plain(formatBytes(result.cutFromBytes))}`}
          {bytes && " \u00b7 binary"}
          {view === "tree" && tree?.bodyParsed && " \u00b7 body parsed"}
        </span>
        <span className="flex-1" />
        {bytes ? (
          <Button
            size="small"
            onClick={() => downloadBlob("response.bin", new Blob([bytes as BlobPart]))}
          >
            Download
          </Button>
        ) : (
          <CopyButton label="Copy response" text={result.payload} />
        )}
        <Segmented<View>
          size="small"
          aria-label="Response as"
          value={view}
          onChange={setView}
          options={[
            { value: "tree", label: "Tree" },
            { value: "raw", label: "Raw" },
            { value: "headers", label: "Headers" },
          ]}
        />
      </div>
      {view === "headers" ? (
        <Headers result={result} />
      ) : result.payload === "" ? (
        <p className="text-12 text-text-3">The response is empty.</p>
      ) : bytes ? (
        <pre className="code max-h-90">{hexDump(bytes)}</pre>
      ) : view === "tree" && tree ? (
        <div
          className="max-h-90 overflow-hidden rounded-2 bg-surface-2"
          style={{ height: heightOf(tree.text) }}
        >
          <JsonEditor
            readOnly
            className="h-full"
            label="Response JSON"
            value={tree.text}
            onChange={ignore}
          />
        </div>
      ) : (
        <pre className="code max-h-90 break-all whitespace-pre-wrap">{shown(result.payload)}</pre>
      )}
    </section>
  );
}

const ignore = () => {};
const mostShown = 256 * 1024;

function heightOf(text: string): number {
  return Math.min(360, text.split("\n").length * 18.6 + 14);
}

function shown(text: string): string {
  if (text.length <= mostShown) return text;
  return `${text.slice(0, mostShown)}\n... ${plain(formatBytes(text.length - mostShown))} more; copy the response to have it all`;
}

function Headers({ result }: { result: InvokeResult }) {
  return responseHeaders(result).map(({ title, headers }) => (
    <div key={title} className="mb-2 text-12">
      <h3 className="mb-1 text-11 font-medium text-text-3">{title}</h3>
      {headers.length === 0 ? (
        <p className="text-text-3">none</p>
      ) : (
        <dl className="code grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
          {headers.map(([name, value], index) => (
            <div key={index} className="contents">
              <dt className="text-text-2">{name}</dt>
              <dd className="min-w-0 break-all whitespace-pre-wrap">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  ));
}
