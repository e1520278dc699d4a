"use client";

import { Note } from "@/components/ui/note";
import { type CorsDraft, noCors, type UrlDraft } from "@/lib/model/trigger-drafts/url-draft";
import { type FormProps, isChanged, NumberRow, SelectRow, SwitchRow, TextRow } from "./form-rows";

/** An address of the function: who may call it, how it answers, and which pages of the web may. */
export function UrlForm(props: FormProps<UrlDraft>) {
  const { draft, onChange, problems, locked } = props;
  const set = (edit: Partial<UrlDraft>) => onChange({ ...draft, ...edit });
  return (
    <div className="flex flex-col gap-3">
      <SelectRow
        label="Callers"
        value={draft.authType}
        changed={isChanged(props, "authType")}
        problem={problems.qualifier}
        locked={locked}
        onChange={(authType) => set({ authType })}
        options={[
          { value: "AWS_IAM", label: "signed requests only (AWS_IAM)" },
          { value: "NONE", label: "everybody who knows the address (NONE)" },
        ]}
      />
      {draft.authType === "NONE" && (
        <Note tone="warn" title="Public">
          Two statements for everybody go into the function&apos;s policy. Whoever finds the address
          can call it, and you pay for the calls.
        </Note>
      )}
      <SwitchRow
        label="Answer in pieces"
        hint="the code must use streamifyResponse; else the whole answer is sent at once"
        checked={draft.streams}
        locked={locked}
        onChange={(streams) => set({ streams })}
      />
      <SwitchRow
        label="Pages of other origins (CORS)"
        hint="off: a browser lets only pages of the same address read answers"
        checked={draft.cors !== null}
        locked={locked}
        problem={problems.cors}
        onChange={(on) => set({ cors: on ? noCors : null })}
      />
      {draft.cors && <Cors {...props} cors={draft.cors} />}
    </div>
  );
}

function Cors({ draft, onChange, locked, cors }: FormProps<UrlDraft> & { cors: CorsDraft }) {
  const set = (edit: Partial<CorsDraft>) => onChange({ ...draft, cors: { ...cors, ...edit } });
  const list = (
    label: string,
    field: "allowOrigins" | "allowMethods" | "allowHeaders" | "exposeHeaders",
    hint: string,
  ) => (
    <TextRow
      label={label}
      hint={hint}
      mono
      value={cors[field].join(", ")}
      locked={locked}
      onChange={(text) =>
        set({ [field]: text === "" ? [] : text.split(/,\s?/).map((one) => one.trimStart()) })
      }
    />
  );
  return (
    <div className="flex flex-col gap-3 border-l border-border pl-3">
      {list("Origins", "allowOrigins", "https://example.com, with commas between; * is all")}
      {list("Methods", "allowMethods", "GET, POST; * is all")}
      {list("Headers they may send", "allowHeaders", "content-type, x-api-key")}
      {list("Headers they may read", "exposeHeaders", "empty: the plain ones")}
      <SwitchRow
        label="With credentials"
        hint="cookies and authorization headers come along"
        checked={cors.allowCredentials}
        locked={locked}
        onChange={(allowCredentials) => set({ allowCredentials })}
      />
      <NumberRow
        label="Remembered for"
        hint="0 to 86,400 s, by the browser"
        unit="s"
        max={86_400}
        value={cors.maxAgeSeconds}
        locked={locked}
        onChange={(value) => set({ maxAgeSeconds: value ?? Number.NaN })}
      />
    </div>
  );
}
