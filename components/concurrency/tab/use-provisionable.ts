"use client";

import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunctionAddress } from "@/components/functions/use-function";
import { type Provisionable, provisionable } from "@/lib/model/provisionable";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";

/** What may get provisioned concurrency besides what has some; undefined until it is known. */
export function useProvisionable({ provisioned }: ConcurrencyHolder): Provisionable[] | undefined {
  const { name } = useFunctionAddress();
  const { data } = useVersions(name);
  return (
    data &&
    provisionable(
      data,
      provisioned.map(({ qualifier }) => qualifier),
    )
  );
}

/**
 * The alias or version whose provisioned concurrency the chart moves: the one the page is about, else the first that
 * has some, else the first that may have some. Undefined without a published version.
 */
export function useProvisionedTarget(chosen: ConcurrencyHolder): string | undefined {
  const { qualifier } = useFunctionAddress();
  const free = useProvisionable(chosen)?.filter(({ reason }) => !reason) ?? [];
  const held = chosen.provisioned;
  const [first] = [
    held.find((each) => each.qualifier === qualifier),
    held[0],
    free.find((each) => each.qualifier === qualifier),
    free[0],
  ].filter((each) => each !== undefined);
  return first?.qualifier;
}
