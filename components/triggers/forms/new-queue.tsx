"use client";

import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Field, Input, NumberField } from "@/components/ui/field";
import type { Change } from "@/lib/model/change";
import { queueNameProblem } from "@/lib/model/queue-name";

/** Makes a queue that suits the function: its visibility timeout starts at six times the function's timeout. */
export function NewQueue({
  timeoutSeconds = 30,
  onCreated,
}: {
  timeoutSeconds: number | undefined;
  onCreated(arn: string): void;
}) {
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const [name, setName] = useState("");
  const [visible, setVisible] = useState<number | undefined>(6 * timeoutSeconds);
  const nameProblem = name === "" ? undefined : queueNameProblem(name);
  const timeProblem =
    visible !== undefined && visible <= 43_200
      ? undefined
      : "The visibility timeout must be 0 to 43,200 s.";
  const create = () =>
    ask({
      title: `Create the queue ${name}?`,
      values: [
        { label: "Queue", after: name },
        { label: "Visibility timeout", after: `${visible} s` },
      ],
      action: "Create queue",
      act: async () => {
        const done = await sendJson<{ change: Change; arn: string }>("POST", "/api/queues", {
          name,
          visibilityTimeoutSeconds: visible,
        });
        onCreated(done.arn);
        return done;
      },
    });
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Name"
        problem={nameProblem}
        hint="A name that ends in .fifo makes a FIFO queue."
      >
        {(ids) => <Input {...ids} mono value={name} onChange={setName} autoFocus />}
      </Field>
      <Field
        label="Visibility timeout"
        problem={timeProblem}
        hint={`Advised: at least ${6 * timeoutSeconds} s, six times the function's timeout.`}
      >
        {(ids) => (
          <NumberField {...ids} unit="s" max={43_200} value={visible} onChange={setVisible} />
        )}
      </Field>
      <div>
        <Button
          locked={locked}
          disabled={name === "" || nameProblem !== undefined || timeProblem !== undefined}
          onClick={create}
        >
          Create queue…
        </Button>
      </div>
      {dialog}
    </div>
  );
}
