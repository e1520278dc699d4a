"use client";

import { ChevronLeft, Copy, Ellipsis, Pin, PinOff, Play, Tags, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { useKnownFunctions } from "@/components/shell/known-functions";
import { useSession } from "@/components/shell/session";
import { Button, IconButton } from "@/components/ui/button";
import { Link, useHref } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { useKeys } from "@/components/ui/use-keys";
import { formatMemory, formatSeconds, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { CodeSource } from "./code-source";
import { FunctionState } from "./function-state";
import { FunctionTabs } from "./function-tabs";
import { QualifierPicker } from "./qualifier-picker";
import { RuntimeNote } from "./runtime-note";
import { useFunctionAddress } from "./use-function";

const DeleteFunctionDialog = dynamic(() =>
  import("@/components/configuration/delete-function-dialog").then(
    (module) => module.DeleteFunctionDialog,
  ),
);
const TagsDialog = dynamic(() =>
  import("@/components/configuration/tags-dialog").then((module) => module.TagsDialog),
);

/** Title row and tabs of a function's page. Without `detail` it is still loading, or could not be read. */
export function FunctionHeader({ detail }: { detail: FunctionDetail | undefined }) {
  const { name, qualifier } = useFunctionAddress();
  const router = useRouter();
  const hrefTo = useHref();
  const testHref = hrefTo(
    `/functions/${encodeURIComponent(name)}/test${qualifier ? `?qualifier=${encodeURIComponent(qualifier)}` : ""}`,
  );
  // The Test page has an Invoke button of its own.
  const isTest = usePathname().endsWith("/test");
  const openTest = () => router.push(testHref);
  useKeys({ i: openTest });
  return (
    <>
      <div className="flex min-h-12.5 flex-none flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 max-md:px-2">
        <Link href="/functions" className="text-text-3 hover:text-text max-md:hidden">
          Functions
        </Link>
        <span className="text-text-3 max-md:hidden" aria-hidden>
          /
        </span>
        <Link
          href="/functions"
          aria-label="All functions"
          className="btn btn-ghost btn-icon md:hidden"
        >
          <ChevronLeft size={16} aria-hidden />
        </Link>
        {/* On a phone the name gives way before anything goes to a second line. */}
        <h1
          className="min-w-0 truncate text-16 font-semibold tracking-[-0.012em] max-md:max-w-max max-md:flex-1"
          title={name}
        >
          {name}
        </h1>
        {detail && <FunctionState detail={detail} />}
        {detail && (
          <span className="contents max-md:order-last max-md:flex max-md:basis-full max-md:flex-wrap max-md:gap-1.5 max-md:pl-2 max-md:empty:hidden">
            <RuntimeNote detail={detail} />
            <CodeSource detail={detail} />
          </span>
        )}
        <span className="min-w-0 flex-1 truncate text-11 text-text-3">
          {detail && (
            <span className="max-lg:hidden" title={summary(detail)}>
              {summary(detail)}
            </span>
          )}
        </span>
        <QualifierPicker detail={detail} />
        {!isTest && (
          <Button icon={Play} shortcut="I" onClick={openTest} className="max-md:hidden">
            Invoke
          </Button>
        )}
        {detail && <FunctionMenu detail={detail} />}
      </div>
      <FunctionTabs name={name} qualifier={qualifier} />
    </>
  );
}

function summary(detail: FunctionDetail): string {
  return [
    detail.runtime ?? "container image",
    detail.architecture === "arm64" ? "arm64" : "x86_64",
    plain(formatMemory(detail.memoryMb)),
    plain(formatSeconds(detail.timeoutSeconds)),
  ].join(" \u00b7 ");
}

function FunctionMenu({ detail }: { detail: FunctionDetail }) {
  const { connection } = useSession();
  const { pinned, togglePin } = useKnownFunctions();
  const [dialog, setDialog] = useState<"tags" | "delete">();
  const locked =
    connection?.writable === false
      ? "This connection is read-only. Unlock it in the top bar."
      : undefined;
  const close = (open: boolean) => !open && setDialog(undefined);
  const isPinned = pinned.includes(detail.name);
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More about this function" />}
        items={[
          { label: "Copy ARN", icon: Copy, onSelect: () => copyArn(detail.arn) },
          {
            label: isPinned ? "Unpin" : "Pin to the navigation",
            icon: isPinned ? PinOff : Pin,
            onSelect: () => togglePin(detail.name),
          },
          "line",
          { label: "Edit tags...", icon: Tags, locked, onSelect: () => setDialog("tags") },
          {
            label: "Delete function...",
            icon: Trash2,
            danger: true,
            locked,
            onSelect: () => setDialog("delete"),
          },
        ]}
      />
      {dialog === "tags" && <TagsDialog detail={detail} open onOpenChange={close} />}
      {dialog === "delete" && <DeleteFunctionDialog detail={detail} open onOpenChange={close} />}
    </>
  );
}

function copyArn(arn: string): void {
  navigator.clipboard.writeText(arn).then(
    () => toast.done("ARN copied", { description: arn }),
    () => prompt("ARN", arn),
  );
}
