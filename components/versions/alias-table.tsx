"use client";

import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useConfirm } from "@/components/functions/use-confirm";
import { useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button, IconButton } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { ColumnHead, Table } from "@/components/ui/table";
import { trafficText } from "@/lib/model/alias-form";
import type { Change } from "@/lib/model/change";
import type { ProvisionedConcurrency } from "@/lib/model/concurrency-limits";
import type { Alias, Version } from "@/lib/model/version";
import { AliasDialog } from "./alias-dialog";
import { aliasPath } from "./alias-path";
import { Ready } from "./version-table";

/** Aliases with where their calls go. */
export function AliasTable({
  versions,
  aliases,
  provisioned,
  locked,
}: {
  versions: readonly Version[];
  aliases: readonly Alias[];
  provisioned: ReadonlyMap<string, ProvisionedConcurrency>;
  locked: string | undefined;
}) {
  const { name } = useFunctionAddress();
  const { dialog, ask } = useConfirm();
  const [edited, setEdited] = useState<Alias | "new">();
  const remove = (alias: Alias) =>
    ask({
      title: `Delete the alias ${alias.name}?`,
      values: [{ label: alias.name, before: trafficText(alias), after: "deleted" }],
      action: "Delete alias",
      danger: true,
      note: (
        <Note>
          Callers and triggers that name it get an error until there is one of this name again.
        </Note>
      ),
      act: () => sendJson<{ change: Change }>("DELETE", aliasPath(name, alias.name)),
    });
  return (
    <section aria-label="Aliases">
      <div className="flex min-h-11 flex-wrap items-center gap-2.5 px-4 py-1.5">
        <h2 className="text-13 font-semibold">Aliases</h2>
        <span className="text-12 text-text-3">names that stay while versions change</span>
        <span className="flex-1" />
        <Button icon={Plus} locked={locked} onClick={() => setEdited("new")}>
          Create alias
        </Button>
      </div>
      {aliases.length > 0 && (
        <div className="overflow-x-auto">
          <div className="min-w-160">
            <Table label="Aliases">
              <thead>
                <tr>
                  <ColumnHead width="18%">Alias</ColumnHead>
                  <ColumnHead width="34%">Traffic</ColumnHead>
                  <ColumnHead>Description</ColumnHead>
                  <ColumnHead number width={100}>
                    Provisioned
                  </ColumnHead>
                  <ColumnHead width={92}>
                    <span className="sr-only">Actions</span>
                  </ColumnHead>
                </tr>
              </thead>
              <tbody>
                {aliases.map((alias) => (
                  <tr key={alias.name}>
                    <td>
                      <Link
                        className="font-medium hover:underline"
                        href={`/functions/${encodeURIComponent(name)}?qualifier=${encodeURIComponent(alias.name)}`}
                      >
                        {alias.name}
                      </Link>
                    </td>
                    <td>
                      <Traffic alias={alias} />
                    </td>
                    <td title={alias.description}>{alias.description}</td>
                    <td className="num">
                      <Ready config={provisioned.get(alias.name)} />
                    </td>
                    <td>
                      <span className="flex justify-end">
                        <IconButton
                          size="small"
                          icon={Pencil}
                          label={`Edit ${alias.name}`}
                          locked={locked}
                          onClick={() => setEdited(alias)}
                        />
                        <IconButton
                          size="small"
                          icon={Trash2}
                          label={`Delete ${alias.name}`}
                          locked={locked}
                          onClick={() => remove(alias)}
                        />
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        </div>
      )}
      {edited && (
        <AliasDialog
          key={edited === "new" ? "" : edited.name}
          alias={edited === "new" ? undefined : edited}
          versions={versions}
          aliases={aliases}
          onClose={() => setEdited(undefined)}
        />
      )}
      {dialog}
    </section>
  );
}

/** The shares of the two versions to scale, with their numbers. */
function Traffic({ alias }: { alias: Alias }) {
  const second = alias.routing?.weight ?? 0;
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden className="flex h-2 w-24 flex-none overflow-hidden rounded-1">
        <i className="bg-observed" style={{ width: `${(1 - second) * 100}%` }} />
        <i className="bg-accent" style={{ width: `${second * 100}%` }} />
      </span>
      {trafficText(alias)}
    </span>
  );
}
