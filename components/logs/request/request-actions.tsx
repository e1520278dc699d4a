"use client";

import { ListFilter, Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { useKeys } from "@/components/ui/use-keys";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { functionOfStream } from "@/lib/model/log-group";
import type { LogSource } from "../use-log-events";
import { useUrlParam } from "../use-url-param";
import { useReplay } from "./use-replay";

/** What can be done with a request: its event sent again, or only its lines looked at. */
export function RequestActions({
  source,
  invocation,
}: {
  source: LogSource;
  invocation: LoggedInvocation;
}) {
  const functionName = source.functionName ?? functionOfStream(source.logGroup, invocation.stream);
  const { replay, isLooking, refusal } = useReplay(functionName, invocation);
  const [, setView] = useUrlParam("view");
  const [, setFilter] = useUrlParam("filter");
  const [, setRequest] = useUrlParam("request");
  useKeys({ r: () => (functionName === undefined ? false : void replay()) });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {functionName !== undefined && (
          <Button
            size="small"
            icon={Play}
            shortcut="R"
            busy={isLooking}
            title={`Opens its event in the Test page of ${functionName}`}
            onClick={() => void replay()}
          >
            Replay event
          </Button>
        )}
        <Button
          size="small"
          icon={ListFilter}
          onClick={() => {
            setRequest("");
            setFilter(`"${invocation.requestId}"`);
            setView("lines");
          }}
        >
          Filter to request
        </Button>
      </div>
      {refusal && (
        <Note tone="warn" title="There is no event to replay">
          {refusal.why}
          {refusal.code ? (
            <>
              {" "}
              With this line in the handler later requests can be replayed; whoever may read the
              logs sees the events then:
              <span className="mt-1 flex items-center gap-1">
                <code className="code-text min-w-0 flex-1 break-all">{refusal.code}</code>
                <CopyButton label="Copy the line of code" text={refusal.code} />
              </span>
            </>
          ) : (
            " Log the event as JSON in the handler, and later requests can be replayed."
          )}
        </Note>
      )}
    </div>
  );
}
