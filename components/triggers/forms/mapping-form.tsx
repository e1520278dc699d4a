"use client";

import {
  mappingRanges,
  type MappingSettings,
  mappingSourceOf,
  pollerRanges,
  settingsFor,
} from "@/lib/model/mapping-settings";
import { type MappingDraft, settingLine } from "@/lib/model/trigger-drafts/mapping-draft";
import { Note } from "@/components/ui/note";
import { DestinationField } from "./destination-field";
import { FilterList } from "./filter-list";
import {
  CodeRow,
  type FormProps,
  isChanged,
  MoreSettings,
  NumberRow,
  SelectRow,
  SwitchRow,
  TextRow,
} from "./form-rows";

/** The settings of a mapping, for a new one and for changing one: those that its source takes. */
export function MappingForm(props: FormProps<MappingDraft>) {
  const { draft, saved, onChange, problems, locked } = props;
  const source = mappingSourceOf(draft.eventSourceArn) ?? "sqs";
  const takes = (field: keyof MappingSettings) => settingsFor(source).includes(field);
  const set = (edit: Partial<MappingDraft>) => onChange({ ...draft, ...edit });
  const isFifo = source === "sqs" && draft.eventSourceArn.endsWith(".fifo");
  const isStream = source === "kinesis" || source === "dynamodb";
  const noun = source === "sqs" ? "messages" : "records";
  const common = (field: keyof MappingSettings) => ({
    problem: problems[field],
    changed: isChanged(props, field),
    was: saved && settingLine(field, saved).value,
    locked,
  });
  return (
    <div className="flex flex-col gap-3">
      {isStream && saved === undefined && <StartingPosition {...props} />}
      <NumberRow
        label="Batch size"
        hint={isFifo ? "1 to 10 messages" : `1 to 10,000 ${noun}`}
        min={1}
        max={isFifo ? 10 : mappingRanges.batchSize.max}
        value={draft.batchSize}
        onChange={(value) => set({ batchSize: value ?? Number.NaN })}
        {...common("batchSize")}
      />
      <NumberRow
        label="Batch window"
        hint={isFifo ? "a FIFO queue takes none" : "0 to 300 s to fill a batch"}
        unit="s"
        max={300}
        value={draft.maximumBatchingWindowSeconds}
        onChange={(value) => set({ maximumBatchingWindowSeconds: value ?? Number.NaN })}
        {...common("maximumBatchingWindowSeconds")}
        locked={locked ?? (isFifo ? "A FIFO queue takes no batching window." : undefined)}
      />
      {takes("maximumConcurrency") && (
        <NumberRow
          label={"\u25c7 Maximum concurrency"}
          hint="2 to 1,000 batches at a time; empty: no limit"
          min={2}
          max={1_000}
          value={draft.maximumConcurrency ?? undefined}
          onChange={(value) => set({ maximumConcurrency: value ?? null })}
          {...common("maximumConcurrency")}
        />
      )}
      {isStream && <StreamSettings {...props} common={common} />}
      {takes("reportsBatchItemFailures") && (
        <SwitchRow
          label="Partial batch response"
          hint={`only failed ${noun} come back; the code must return batchItemFailures`}
          checked={draft.reportsBatchItemFailures}
          locked={locked}
          onChange={(reportsBatchItemFailures) => set({ reportsBatchItemFailures })}
        />
      )}
      <FilterList
        source={source}
        filters={draft.filters}
        changed={isChanged(props, "filters")}
        problem={problems.filters}
        locked={locked}
        onChange={(filters) => set({ filters })}
      />
      {takes("onFailureArn") && (
        <DestinationField
          label="On failure"
          hint="told of batches that are given up; a standard queue, a topic or a bucket"
          takesTopics
          value={draft.onFailureArn}
          onChange={(onFailureArn) => set({ onFailureArn })}
          {...common("onFailureArn")}
        />
      )}
      {(takes("provisionedPollers") || takes("countsEvents") || takes("accessConfigurations")) && (
        <MoreSettings
          open={[problems.provisionedPollers, problems.accessConfigurations].some(Boolean)}
        >
          {takes("provisionedPollers") && <Pollers {...props} source={source} />}
          {takes("countsEvents") && (
            <SwitchRow
              label="Event count metrics"
              hint="CloudWatch counts polled, filtered and failed events; billed as custom metrics"
              checked={draft.countsEvents}
              locked={locked}
              onChange={(countsEvents) => set({ countsEvents })}
            />
          )}
          {takes("accessConfigurations") && <Access {...props} />}
        </MoreSettings>
      )}
    </div>
  );
}

type Common = (field: keyof MappingSettings) => {
  problem: string | undefined;
  changed: boolean;
  was: string | undefined;
  locked: string | undefined;
};

/** What only the streams of Kinesis and of tables take. */
function StreamSettings({
  draft,
  onChange,
  locked,
  common,
}: FormProps<MappingDraft> & { common: Common }) {
  const set = (edit: Partial<MappingDraft>) => onChange({ ...draft, ...edit });
  return (
    <>
      <NumberRow
        label="Batches at a time, of each shard"
        hint="1 to 10; records of one key stay in order"
        min={1}
        max={10}
        value={draft.parallelizationFactor}
        onChange={(value) => set({ parallelizationFactor: value ?? Number.NaN })}
        {...common("parallelizationFactor")}
      />
      <NumberRow
        label="Retries"
        hint="0 to 10,000; empty: until the records expire"
        max={10_000}
        value={draft.maximumRetryAttempts === -1 ? undefined : draft.maximumRetryAttempts}
        onChange={(value) => set({ maximumRetryAttempts: value ?? -1 })}
        {...common("maximumRetryAttempts")}
      />
      <NumberRow
        label="Record age"
        hint="60 to 604,800 s; empty: however old"
        unit="s"
        max={604_800}
        value={draft.maximumRecordAgeSeconds === -1 ? undefined : draft.maximumRecordAgeSeconds}
        onChange={(value) => set({ maximumRecordAgeSeconds: value ?? -1 })}
        {...common("maximumRecordAgeSeconds")}
      />
      <NumberRow
        label="Tumbling window"
        hint="0 to 900 s in which the function keeps a state; 0: none"
        unit="s"
        max={900}
        value={draft.tumblingWindowSeconds}
        onChange={(value) => set({ tumblingWindowSeconds: value ?? Number.NaN })}
        {...common("tumblingWindowSeconds")}
      />
      <SwitchRow
        label="Split on error"
        hint="a failing batch is halved, so that the bad record is found"
        checked={draft.bisectsBatchOnError}
        locked={locked}
        onChange={(bisectsBatchOnError) => set({ bisectsBatchOnError })}
      />
    </>
  );
}

function StartingPosition({ draft, onChange, problems, locked }: FormProps<MappingDraft>) {
  const isTable = mappingSourceOf(draft.eventSourceArn) === "dynamodb";
  return (
    <>
      <SelectRow
        label="Begins at"
        hint="It cannot be changed later."
        value={draft.startingPosition}
        locked={locked}
        problem={draft.startingPosition === "AT_TIMESTAMP" ? undefined : problems.startingPosition}
        onChange={(startingPosition) => onChange({ ...draft, startingPosition })}
        options={[
          { value: "LATEST", label: "New records only (LATEST)" },
          { value: "TRIM_HORIZON", label: "The oldest record there is (TRIM_HORIZON)" },
          ...(isTable ? [] : [{ value: "AT_TIMESTAMP" as const, label: "A time (AT_TIMESTAMP)" }]),
        ]}
      />
      {draft.startingPosition === "AT_TIMESTAMP" && (
        <TextRow
          label="Time"
          hint="With its zone, as 2027-01-31T12:00:00Z"
          mono
          value={draft.startingPositionAt}
          problem={draft.startingPositionAt === "" ? undefined : problems.startingPosition}
          locked={locked}
          onChange={(startingPositionAt) => onChange({ ...draft, startingPositionAt })}
        />
      )}
    </>
  );
}

function Pollers({
  draft,
  onChange,
  problems,
  locked,
  source,
}: FormProps<MappingDraft> & { source: string }) {
  const ranges = pollerRanges[source === "kafka" ? "kafka" : "sqs"];
  const pollers = draft.provisionedPollers;
  const set = (side: "minimum" | "maximum", value: number | undefined) =>
    onChange({
      ...draft,
      provisionedPollers: { minimum: null, maximum: null, ...pollers, [side]: value ?? null },
    });
  return (
    <>
      <SwitchRow
        label="Provisioned pollers"
        hint="kept ready and billed by the hour; they take the place of a maximum concurrency"
        checked={pollers !== null}
        locked={locked}
        problem={problems.provisionedPollers}
        onChange={(on) =>
          onChange({
            ...draft,
            provisionedPollers: on ? { minimum: null, maximum: null } : null,
          })
        }
      />
      {pollers &&
        (["minimum", "maximum"] as const).map((side) => (
          <NumberRow
            key={side}
            label={side === "minimum" ? "At least" : "At most"}
            hint={`${ranges[side][0]} to ${ranges[side][1].toLocaleString("en-US")}; empty: AWS's default`}
            value={pollers[side] ?? undefined}
            locked={locked}
            onChange={(value) => set(side, value)}
          />
        ))}
    </>
  );
}

/** One line each: `BASIC_AUTH arn:aws:secretsmanager:...`. */
function Access({ draft, onChange, problems, locked }: FormProps<MappingDraft>) {
  return (
    <>
      <CodeRow
        label="Access"
        hint="How the poller gets in, a line each: a type, and the ARN or id it means"
        placeholder="BASIC_AUTH arn:aws:secretsmanager:…"
        rows={3}
        value={draft.accessConfigurations
          .map(({ type, uri }) => `${type} ${uri}`.trimEnd())
          .join("\n")}
        problem={problems.accessConfigurations}
        locked={locked}
        onChange={(text) =>
          onChange({
            ...draft,
            accessConfigurations:
              text === ""
                ? []
                : text.split("\n").map((line) => {
                    const [type = "", ...rest] = line.split(" ");
                    return { type, uri: rest.join(" ") };
                  }),
          })
        }
      />
      <Note>Topics, queues and the consumer group are set where the mapping was made.</Note>
    </>
  );
}
