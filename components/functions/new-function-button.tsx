"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { Button } from "@/components/ui/button";

const NewFunctionDialog = dynamic(() =>
  import("@/components/configuration/new-function-dialog").then(
    (module) => module.NewFunctionDialog,
  ),
);

/** Opens the form for a new function; its code is loaded when it is first opened. */
export function NewFunctionButton() {
  const [open, setOpen] = useState(false);
  // Once opened it stays, and with it what was typed.
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  const locked = useLocked();
  return (
    <>
      <Button kind="primary" icon={Plus} locked={locked} onClick={() => setOpen(true)}>
        New function
      </Button>
      {wanted && <NewFunctionDialog open={open} onOpenChange={setOpen} />}
    </>
  );
}
