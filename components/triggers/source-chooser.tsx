"use client";

import {
  Boxes,
  CalendarClock,
  Clock,
  Database,
  Globe,
  Inbox,
  Link2,
  MessagesSquare,
  Radio,
  Waves,
} from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import type { Icon } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { bestMatches, wordsIn } from "@/lib/model/match-words";
import type { AddableSource } from "@/lib/model/trigger-drafts/blank-draft";

interface Choice {
  source: AddableSource;
  name: string;
  text: string;
  group: string;
  icon: Icon;
  /** Other words people look for it by. */
  words: string;
}

const choices: readonly Choice[] = [
  {
    source: "sqs",
    name: "SQS queue",
    text: "Works off the messages of a queue, in batches",
    group: "Queues and streams",
    icon: Inbox,
    words: "message fifo dead letter event source mapping",
  },
  {
    source: "kinesis",
    name: "Kinesis stream",
    text: "Reads the records of each shard in order",
    group: "Queues and streams",
    icon: Waves,
    words: "shard record data event source mapping",
  },
  {
    source: "dynamodb",
    name: "DynamoDB stream",
    text: "Follows what changes in a table",
    group: "Queues and streams",
    icon: Database,
    words: "table item change event source mapping",
  },
  {
    source: "bucket",
    name: "S3 bucket",
    text: "When objects come, go or change",
    group: "Events",
    icon: Boxes,
    words: "object file upload notification storage",
  },
  {
    source: "topic",
    name: "SNS topic",
    text: "Each message that is published, or those a filter policy lets through",
    group: "Events",
    icon: Radio,
    words: "subscription publish notification message",
  },
  {
    source: "rule",
    name: "EventBridge rule",
    text: "When an event on a bus fits a pattern, or at fixed times",
    group: "Events",
    icon: CalendarClock,
    words: "event bus pattern cloudwatch events cron rate",
  },
  {
    source: "schedule",
    name: "Schedule",
    text: "At fixed times, in a time zone, or once",
    group: "Time",
    icon: Clock,
    words: "eventbridge scheduler cron rate at timer every",
  },
  {
    source: "url",
    name: "Function URL",
    text: "An address of the function's own, without API Gateway",
    group: "Addresses",
    icon: Link2,
    words: "http https web endpoint cors",
  },
  {
    source: "http-api",
    name: "HTTP API",
    text: "A route of API Gateway, the simpler and cheaper kind",
    group: "Addresses",
    icon: Globe,
    words: "api gateway v2 rest route http",
  },
  {
    source: "rest-api",
    name: "REST API",
    text: "A method of API Gateway's first kind of API",
    group: "Addresses",
    icon: Globe,
    words: "api gateway v1 resource method stage",
  },
  {
    source: "websocket-api",
    name: "WebSocket API",
    text: "Messages of connections that stay open",
    group: "Addresses",
    icon: MessagesSquare,
    words: "api gateway socket connect realtime",
  },
];

/** What a source is called. */
export function nameOfSource(source: AddableSource): string | undefined {
  return choices.find((choice) => choice.source === source)?.name;
}

/** Chooses what shall call the function: typing narrows the list, arrows move, Enter takes. */
export function SourceChooser({ onChoose }: { onChoose(source: AddableSource): void }) {
  const [text, setText] = useState("");
  const [moved, setMoved] = useState<number>();
  const listId = useId();
  const asked = wordsIn(text);
  const found = choices.filter((choice) =>
    asked.every((word) => choiceText(choice).includes(word)),
  );
  // Whose own name is typed is meant, though others before it are found by their words.
  const [named = found[0]] = bestMatches(found, text, ({ name }) => name, 1);
  const at = moved ?? found.findIndex((choice) => choice === named);
  const active = found[at];
  const optionId = ({ source }: Choice) => `${listId}-${source}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setMoved((at + step + found.length) % found.length);
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      onChoose(active.source);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <Input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={active && optionId(active)}
        aria-label="Find a source"
        placeholder="Find a source"
        value={text}
        onKeyDown={onKeyDown}
        onChange={(next) => {
          setText(next);
          setMoved(undefined);
        }}
      />
      <div role="listbox" id={listId} aria-label="Sources" className="flex flex-col gap-2">
        {[...new Set(found.map(({ group }) => group))].map((group) => (
          <div key={group} role="group" aria-label={group} className="flex flex-col">
            <span className="pb-1 text-11 text-text-3">{group}</span>
            {found
              .filter((choice) => choice.group === group)
              .map((choice) => (
                <Option
                  key={choice.source}
                  id={optionId(choice)}
                  choice={choice}
                  isActive={choice === active}
                  onChoose={onChoose}
                />
              ))}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <Note>
          No source is called so. Kafka, Amazon MQ and DocumentDB are connected where they run and
          then changed here; load balancers, Cognito, CloudFront and others are shown once the
          function&apos;s policy lets them in.
        </Note>
      )}
    </div>
  );
}

function scrollToIt(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}

function choiceText({ name, text, words, group }: Choice): string {
  return `${name} ${text} ${words} ${group}`.toLowerCase();
}

function Option({
  id,
  choice: { source, name, text, icon: Shown },
  isActive,
  onChoose,
}: {
  id: string;
  choice: Choice;
  isActive: boolean;
  onChoose(source: AddableSource): void;
}) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      ref={isActive ? scrollToIt : undefined}
      aria-label={name}
      aria-selected={isActive}
      tabIndex={-1}
      className={`-mx-1.5 flex items-start gap-2.5 rounded-md px-1.5 py-1.5 text-left hover:bg-surface-2 ${isActive ? "bg-surface-2" : ""}`}
      onClick={() => onChoose(source)}
    >
      <Shown size={15} aria-hidden className="mt-0.5 flex-none text-text-2" />
      <span className="min-w-0">
        <span className="block font-medium">{name}</span>
        <span className="block text-11 text-text-3">{text}</span>
      </span>
    </button>
  );
}
