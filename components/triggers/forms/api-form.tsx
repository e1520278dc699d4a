"use client";

import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { type ApiDraft, apiMethods } from "@/lib/model/trigger-drafts/api-draft";
import { type FormProps, isChanged, SelectRow, TextRow } from "./form-rows";
import { useSources } from "./source-field";

const kinds = { HTTP: "http-apis", REST: "rest-apis", WEBSOCKET: "websocket-apis" } as const;

/** A route of an API Gateway API, of one that is there or of a new one. */
export function ApiForm(props: FormProps<ApiDraft>) {
  const { draft, saved, problems, onChange, locked } = props;
  const set = (edit: Partial<ApiDraft>) => onChange({ ...draft, ...edit });
  return (
    <div className="flex flex-col gap-3">
      {saved === undefined && <ChosenApi {...props} />}
      {draft.protocol !== "WEBSOCKET" && (
        <SelectRow
          label="Method"
          value={draft.method}
          problem={problems.method}
          changed={isChanged(props, "method")}
          locked={locked}
          onChange={(method) => set({ method })}
          options={apiMethods.map((value) => ({
            value,
            label: value === "ANY" ? "ANY, all of them" : value,
          }))}
        />
      )}
      <TextRow
        label={draft.protocol === "WEBSOCKET" ? "Route" : "Path"}
        hint={
          draft.protocol === "WEBSOCKET"
            ? "$connect, $disconnect, $default, or a value of the message's action"
            : "/orders/{id}; {proxy+} takes all the rest"
        }
        mono
        value={draft.path}
        problem={draft.path === "" ? undefined : problems.path}
        changed={isChanged(props, "path")}
        locked={locked}
        onChange={(path) => set({ path: path.trim() })}
      />
      {saved === undefined && (
        <TextRow
          label="Stage"
          hint={
            draft.protocol === "HTTP"
              ? "$default stands at the root of the address; made where it is missing"
              : "the first part of the address; made where it is missing"
          }
          mono
          value={draft.stage}
          problem={draft.stage === "" ? undefined : problems.stage}
          locked={locked}
          onChange={(stage) => set({ stage: stage.trim() })}
        />
      )}
      {draft.protocol === "HTTP" && (
        <SelectRow
          label="Event"
          hint="2.0 is shorter and what function URLs send; 1.0 is what REST APIs send"
          value={draft.payloadFormatVersion}
          changed={isChanged(props, "payloadFormatVersion")}
          locked={locked}
          onChange={(payloadFormatVersion) => set({ payloadFormatVersion })}
          options={[
            { value: "2.0", label: "Payload format 2.0" },
            { value: "1.0", label: "Payload format 1.0" },
          ]}
        />
      )}
      {saved === undefined && (
        <Note tone="warn" title="Open to everybody">
          The route has no authorizer: whoever knows the address may call it. Add one in API Gateway
          where it must not be so.
        </Note>
      )}
    </div>
  );
}

/** The API that a new route belongs to. */
function ChosenApi(props: FormProps<ApiDraft>) {
  const { draft, onChange, problems, locked } = props;
  const set = (edit: Partial<ApiDraft>) => onChange({ ...draft, ...edit });
  const { data, error } = useSources(kinds[draft.protocol]);
  const apis = data?.sources ?? [];
  return (
    <>
      <span className="flex">
        <Segmented
          aria-label="API"
          size="small"
          value={draft.apiId === "" ? "new" : "list"}
          onChange={(way) => {
            const [first] = apis;
            if (way === "new") set({ apiId: "", apiName: "" });
            else if (first) set({ apiId: first.id, apiName: first.name });
          }}
          options={[
            { value: "new", label: "New API" },
            { value: "list", label: "An API that is there", disabled: apis.length === 0 },
          ]}
        />
      </span>
      {error && <Note>The APIs cannot be listed: make a new one.</Note>}
      {draft.apiId === "" ? (
        <TextRow
          label="Name"
          value={draft.apiName}
          problem={draft.apiName === "" ? undefined : problems.apiId}
          locked={locked}
          onChange={(apiName) => set({ apiName })}
        />
      ) : (
        <SelectRow
          label="API"
          value={draft.apiId}
          problem={problems.apiId}
          locked={locked}
          onChange={(apiId) =>
            set({ apiId, apiName: apis.find(({ id }) => id === apiId)?.name ?? apiId })
          }
          options={apis.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
        />
      )}
    </>
  );
}
