"use client";

import { CircleQuestionMark } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Popover } from "@/components/ui/menu";

const examples: [pattern: string, finds: string][] = [
  ["ERROR", "lines with this word; upper and lower case differ"],
  ['"payment provider"', "lines with exactly these words in a row"],
  ["ERROR timeout", "lines with both words"],
  ["?ERROR ?WARN", "lines with one of the words"],
  ["ERROR -retry", "lines with the first word and without the second"],
  ["%o_[0-9]+%", "lines that match a regular expression"],
  ['{ $.level = "ERROR" }', "JSON lines with this value; * stands for anything"],
  ["{ $.ms > 400 && $.user.id = 7 }", "JSON lines where both hold"],
  ["[time, id, level = WARN, ...]", "lines split at spaces, by their place"],
];

/** What a CloudWatch filter pattern can say, by example; a click takes one over. */
export function PatternHelp({ onTake }: { onTake(pattern: string): void }) {
  return (
    <Popover
      label="CloudWatch filter patterns"
      align="end"
      trigger={
        <IconButton size="small" icon={CircleQuestionMark} label="What a filter pattern can say" />
      }
    >
      {(close) => (
        <div className="w-104 max-w-full p-1.5 text-12">
          <p className="px-1.5 pb-1.5 text-text-2">
            CloudWatch searches with this pattern, so it costs no more than reading does.
          </p>
          {examples.map(([pattern, finds]) => (
            <button
              key={pattern}
              type="button"
              className="pop-item flex-col items-start gap-0!"
              onClick={() => {
                onTake(pattern);
                close();
              }}
            >
              <code className="code-text">{pattern}</code>
              <span className="text-11 text-text-3">{finds}</span>
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
