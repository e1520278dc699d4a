"use client";

import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Select } from "@/components/ui/select";
import { useAddEndpoint } from "./use-endpoints";

/** Adds an AWS-compatible endpoint to the connections and goes there. */
export default function AddEndpointDialog({ onClose }: { onClose(): void }) {
  const { connections, switchConnection } = useSession();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("http://127.0.0.1:4566");
  const [region, setRegion] = useState("us-east-1");
  const [profile, setProfile] = useState("");
  const add = useAddEndpoint();
  const problem = add.error ? problemOf(add.error) : undefined;
  const wrong = (field: string) => (problem?.field === field ? problem.detail : undefined);
  const submit = () =>
    add.mutate(
      { name, url, region, profile: profile === "" ? undefined : profile },
      {
        onSuccess: ({ connection }) => {
          onClose();
          switchConnection(connection.id);
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add an endpoint"
      description="Anything that speaks the AWS protocols at an address of its own."
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={add.isPending} disabled={name === ""}>
            Add endpoint
          </Button>
        </>
      }
    >
      <Field label="Name" problem={wrong("name")}>
        {(ids) => (
          <Input {...ids} value={name} onChange={setName} placeholder="my-cloud" autoFocus />
        )}
      </Field>
      <Field label="URL" problem={wrong("url")}>
        {(ids) => <Input {...ids} mono value={url} onChange={setUrl} />}
      </Field>
      <Field label="Region" problem={wrong("region")}>
        {(ids) => <Input {...ids} mono value={region} onChange={setRegion} />}
      </Field>
      <Field label="Credentials" hint="What signs the calls. Local clouds usually take any.">
        {(ids) => (
          <Select
            {...ids}
            value={profile}
            onChange={setProfile}
            options={[
              { value: "", label: "Any (test, test)" },
              ...connections.flatMap(({ kind, profile: name }) =>
                kind === "profile" && name ? [{ value: name, label: `Profile ${name}` }] : [],
              ),
            ]}
          />
        )}
      </Field>
      {problem && problem.field === undefined && <ProblemView problem={problem} />}
    </Dialog>
  );
}
