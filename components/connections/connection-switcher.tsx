"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Badge, StateDot } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { sendJson } from "@/components/ui/api";
import { rememberConnection, useSession } from "@/components/shell/session";
import { regionPattern, type Connection } from "@/lib/model/connection";
import { isProduction } from "./is-production";
import { useRemoveEndpoint } from "./use-endpoints";

const AddEndpointDialog = lazy(() => import("./add-endpoint-dialog"));

/** Which cloud this tab looks at, and the way to another one. */
export function ConnectionSwitcher() {
  const { connection, connectionId } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        label="Connections"
        trigger={
          <Button
            className="min-w-0 shrink"
            aria-label={`Connection: ${connection ? describe(connection) : connectionId}`}
          >
            {connection ? <Current connection={connection} /> : (connectionId ?? "Connecting")}
            <ChevronDown size={13} aria-hidden />
          </Button>
        }
      >
        {(close) => (
          <Chooser
            close={close}
            onAdd={() => {
              close();
              setAdding(true);
            }}
          />
        )}
      </Popover>
      {isAdding && (
        <Suspense>
          <AddEndpointDialog onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function describe({ kind, label, region }: Connection): string {
  return kind === "local" ? `${label}, ${region}` : `${kindLabel[kind]} ${label}, ${region}`;
}

const kindLabel = { local: "Local engine", profile: "AWS", endpoint: "Endpoint" };

function Current({ connection }: { connection: Connection }) {
  const separator = <span className="font-normal text-text-3">/</span>;
  return (
    <span className="flex min-w-0 items-center gap-2 overflow-hidden">
      <span className="max-md:hidden flex items-center gap-2">
        <StateDot dot="ok" />
        {kindLabel[connection.kind]}
        {connection.kind !== "local" && separator}
      </span>
      {connection.kind !== "local" && <span className="truncate">{connection.label}</span>}
      {connection.kind === "local" && <span className="md:hidden">Local engine</span>}
      <span className="max-md:hidden">{separator}</span>
      <span className="truncate max-md:font-normal max-md:text-text-3">{connection.region}</span>
      {isProduction(connection) && (
        <Badge tone="prod">
          <span className="max-md:hidden">PRODUCTION</span>
          <span className="md:hidden">PROD</span>
        </Badge>
      )}
    </span>
  );
}

function Chooser({ close, onAdd }: { close(): void; onAdd(): void }) {
  const { connections, connection: current } = useSession();
  const groups = (["local", "endpoint", "profile"] as const)
    .map((kind) => ({
      kind,
      members: connections.filter((connection) => connection.kind === kind),
    }))
    .filter(({ members }) => members.length > 0);
  return (
    <div className="w-88">
      {groups.map(({ kind, members }) => (
        <div key={kind} role="group" aria-label={groupLabel[kind]}>
          <div className="pop-label">{groupLabel[kind]}</div>
          {members.map((member) => (
            <Choice
              key={member.id}
              connection={member}
              isCurrent={isSamePlace(member, current)}
              close={close}
            />
          ))}
        </div>
      ))}
      {!connections.some(({ kind }) => kind === "profile") && (
        <p className="px-2 py-1.5 text-12 text-text-3">
          No AWS profile was found. Profiles of ~/.aws/config and ~/.aws/credentials appear here.
        </p>
      )}
      <div className="pop-line" />
      {current && <RegionForm connection={current} close={close} />}
      <button type="button" className="pop-item" onClick={onAdd}>
        <Plus size={14} aria-hidden />
        Add an endpoint…
      </button>
    </div>
  );
}

const groupLabel = { local: "On this machine", endpoint: "Endpoints", profile: "AWS profiles" };

function Choice({
  connection,
  isCurrent,
  close,
}: {
  connection: Connection;
  isCurrent: boolean;
  close(): void;
}) {
  const { switchConnection } = useSession();
  const remove = useRemoveEndpoint();
  const removable =
    connection.kind === "endpoint" && !connection.id.startsWith("endpoint:environment@");
  return (
    <div className="flex items-center">
      <button
        type="button"
        className="pop-item min-w-0 flex-1"
        aria-current={isCurrent || undefined}
        onClick={() => {
          switchConnection(connection.id);
          close();
        }}
      >
        <StateDot dot={isCurrent ? "ok" : "off"} />
        <span className="min-w-0 flex-1 truncate font-medium">{connection.label}</span>
        {isProduction(connection) && <Badge tone="prod">PROD</Badge>}
        <span className="text-11 text-text-3">
          {connection.accountId && `${connection.accountId} \u00b7 `}
          {connection.region}
        </span>
      </button>
      {removable && (
        <IconButton
          size="small"
          icon={Trash2}
          label={`Forget ${connection.label}`}
          busy={remove.isPending}
          onClick={() => remove.mutate(connection)}
        />
      )}
    </div>
  );
}

/** Every AWS region can be typed; the common ones are offered. */
function RegionForm({ connection, close }: { connection: Connection; close(): void }) {
  const { switchConnection } = useSession();
  const queries = useQueryClient();
  const [region, setRegion] = useState(connection.region);
  const change = useMutation({
    mutationFn: () =>
      sendJson<{ connection: Connection }>(
        "PUT",
        `/api/connections/${encodeURIComponent(connection.id)}/region`,
        { region },
      ),
    onSuccess: ({ connection: changed }) => {
      rememberConnection(queries, changed);
      switchConnection(changed.id);
      close();
    },
    onError: (error) => toast.problem(problemOf(error)),
  });
  const valid = regionPattern.test(region) && region !== connection.region;
  return (
    <form
      className="flex items-center gap-2 px-2 py-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) change.mutate();
      }}
    >
      <label htmlFor="connection-region" className="min-w-0 flex-1 truncate text-12 text-text-2">
        Region of {connection.label}
      </label>
      <Input
        id="connection-region"
        size="small"
        mono
        className="w-36"
        value={region}
        onChange={setRegion}
        list="aws-regions"
      />
      <datalist id="aws-regions">
        {regions.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </datalist>
      <Button type="submit" size="small" disabled={!valid} busy={change.isPending}>
        Switch
      </Button>
    </form>
  );
}

const regions = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "me-central-1",
  "me-south-1",
  "il-central-1",
  "af-south-1",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-east-1",
];

function isSamePlace(member: Connection, current: Connection | undefined): boolean {
  return current !== undefined && member.kind === current.kind && member.label === current.label;
}
