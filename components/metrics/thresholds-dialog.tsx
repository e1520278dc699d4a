"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import {
  type MetricThresholds,
  shownThreshold,
  thresholdNames,
  thresholdRange,
  thresholdRules,
  typedThreshold,
  usualThresholds,
} from "@/lib/model/metric-thresholds";

type Typed = Record<keyof MetricThresholds, string>;

/** From when on the page says that something is wrong; kept in this browser for all functions. */
export function ThresholdsDialog({
  thresholds,
  onSave,
  onClose,
}: {
  thresholds: MetricThresholds;
  onSave(thresholds: MetricThresholds): void;
  onClose(): void;
}) {
  const [typed, setTyped] = useState(() => typedOf(thresholds));
  const values = thresholdNames.map((name) => [name, typedThreshold(name, typed[name])] as const);
  const isGood = values.every(([, value]) => value !== undefined);
  const save = () => {
    if (!isGood) return;
    onSave(Object.fromEntries(values) as unknown as MetricThresholds);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="When the page says that something is wrong"
      description="For all functions, kept in this browser."
      onSubmit={save}
      footer={
        <>
          <Button onClick={() => setTyped(typedOf(usualThresholds))}>Usual values</Button>
          <span className="flex-1" />
          <Button onClick={onClose} shortcut="Esc">
            Cancel
          </Button>
          <Button type="submit" kind="primary" disabled={!isGood}>
            Save
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        {values.map(([name, value]) => (
          <Field
            key={name}
            label={thresholdRules[name].label}
            problem={value === undefined ? `A number from ${thresholdRange(name)}.` : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                value={typed[name]}
                onChange={(text) => setTyped({ ...typed, [name]: text })}
                after={<span className="text-text-3">{thresholdRules[name].unit}</span>}
              />
            )}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}

function typedOf(thresholds: MetricThresholds): Typed {
  return Object.fromEntries(
    thresholdNames.map((name) => [name, String(shownThreshold(name, thresholds[name]))]),
  ) as Typed;
}
