"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { download } from "@/components/ui/download";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import type { Connection } from "@/lib/model/connection";
import {
  asAwsCli,
  asCurl,
  asLambdeckCurl,
  asTestFile,
  type TestFile,
  testRunners,
} from "@/lib/model/export-invocation";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { PastInvocationDetail } from "@/lib/model/invoke";
import { maskSecretValues } from "@/lib/model/mask-secret-values";
import { readPast } from "./use-invocation";

type Form = "cli" | "curl" | "lambdeck" | "vitest" | "jest" | "pytest";

const labels: Record<Form, string> = {
  cli: "AWS CLI",
  curl: "curl",
  lambdeck: "curl, through Lambdeck",
  vitest: "Vitest",
  jest: "Jest",
  pytest: "pytest",
};

/** A call of the history as a command, or as a test of the handler. */
export function ExportDialog({
  detail,
  id,
  onClose,
}: {
  detail: FunctionDetail;
  id: number;
  onClose(): void;
}) {
  const { connection } = useSession();
  const [form, setForm] = useState<Form>("cli");
  const [withSecrets, setWithSecrets] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["past", detail.name, id],
    queryFn: () => readPast(detail.name, id),
  });
  const forms: Form[] = ["cli", "curl", "lambdeck", ...testRunners(detail.runtime)];
  const shown = data && (withSecrets ? data : masked(data));
  const file = shown && connection && exported(form, shown, detail, connection);
  const hasSecrets = data !== undefined && JSON.stringify(masked(data)) !== JSON.stringify(data);
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => !open && onClose()}
      title="Export this call"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <Segmented<Form>
        size="small"
        aria-label="Export as"
        value={form}
        onChange={setForm}
        options={forms.map((value) => ({ value, label: labels[value] }))}
      />
      {forms.length === 3 && (
        <p className="text-12 text-text-3">
          Test files can be written for Node.js and Python functions.
        </p>
      )}
      {error && <ProblemView problem={problemOf(error)} />}
      {file && (
        <>
          <pre className="code max-h-[50vh] text-11 whitespace-pre-wrap">{file.text}</pre>
          <div className="flex flex-wrap items-center gap-3">
            <CopyButton wide label="Copy" text={file.text} />
            <Button size="small" onClick={() => download(file.name, "text/plain", file.text)}>
              Download {file.name}
            </Button>
            {hasSecrets && (
              <Checkbox
                checked={withSecrets}
                onChange={setWithSecrets}
                label={<span className="text-12">With the values that look like secrets</span>}
              />
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

function masked(past: PastInvocationDetail): PastInvocationDetail {
  const { request, result } = past;
  return {
    ...past,
    request: { ...request, payload: maskSecretValues(request.payload) },
    result: result.isBase64 ? result : { ...result, payload: maskSecretValues(result.payload) },
  };
}

function exported(
  form: Form,
  { request, result }: PastInvocationDetail,
  detail: FunctionDetail,
  connection: Connection,
): TestFile {
  const place = {
    functionName: detail.name,
    region: detail.region,
    endpoint: connection.endpoint,
    profile: connection.profile,
    lambdeck: { origin: location.origin, connectionId: connection.id },
  };
  switch (form) {
    case "cli":
      return { name: "invoke.sh", text: asAwsCli(request, place) };
    case "curl":
      return { name: "invoke.sh", text: asCurl(request, place) };
    case "lambdeck":
      return { name: "invoke.sh", text: asLambdeckCurl(request, place) };
    default:
      return asTestFile(form, request, result, detail);
  }
}
