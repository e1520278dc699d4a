"use client";

import { useId } from "react";
import { useRoles } from "@/components/functions/use-roles";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { problemOf } from "@/components/ui/problem-view";
import { trustPolicy } from "@/lib/model/function-form";

/** The execution role: suggested from the account's roles where they may be listed, else typed. */
export function RoleField({
  value,
  onChange,
  problem,
}: {
  value: string;
  onChange(arn: string): void;
  problem: string | undefined;
}) {
  const listId = useId();
  const { data, error } = useRoles();
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Execution role"
        hint="AWS runs the function as this role. It must trust lambda.amazonaws.com, and needs AWSLambdaBasicExecutionRole to write logs. You need lambda:CreateFunction, and iam:PassRole on the role."
        problem={problem}
      >
        {(ids) => (
          <Input
            {...ids}
            mono
            list={listId}
            placeholder="arn:aws:iam::123456789012:role/my-role"
            value={value}
            onChange={(arn) => onChange(arn.trim())}
          />
        )}
      </Field>
      <div>
        <CopyButton wide label="Copy trust policy" text={trustPolicy} />
      </div>
      <datalist id={listId}>
        {(data?.roles ?? []).map(({ name, arn }) => (
          <option key={arn} value={arn}>
            {name}
          </option>
        ))}
      </datalist>
      {error && (
        <Note>The roles cannot be listed ({problemOf(error).detail}): type the ARN instead.</Note>
      )}
    </div>
  );
}
