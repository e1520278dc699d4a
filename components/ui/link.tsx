"use client";

import NextLink from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo, type ComponentProps, type MouseEvent } from "react";

/** Parameters every page shares; links keep them. */
const kept = ["connection", "range"];

/** Turns a path of the dashboard into an address that keeps connection and time range. */
export function useHref(): (path: string) => string {
  const current = useSearchParams();
  // The same function while these are the same, whatever else a page writes into its address.
  const values = JSON.stringify(kept.map((name) => [name, current.get(name)]));
  return useMemo(() => {
    const known = new Map<string, string | null>(JSON.parse(values));
    return (path: string) => keepParams(path, { get: (name) => known.get(name) ?? null });
  }, [values]);
}

/**
 * Goes where a plain `<a>` leads without loading the page anew: for lists in which a Next link for each row, which
 * watches the address, would cost too much. Other buttons and keys do what the browser does.
 */
export function useFollow(): (event: MouseEvent<HTMLAnchorElement>) => void {
  const router = useRouter();
  return useCallback(
    (event) => {
      const { button, metaKey, ctrlKey, shiftKey, altKey, currentTarget } = event;
      if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
      event.preventDefault();
      router.push(currentTarget.getAttribute("href") ?? "");
    },
    [router],
  );
}

/** A link to a page of the dashboard; keeps connection and time range. */
export function Link({
  href,
  ...rest
}: Omit<ComponentProps<typeof NextLink>, "href"> & { href: string }) {
  const hrefTo = useHref();
  return <NextLink {...rest} href={hrefTo(href)} />;
}

/** Adds the shared parameters of `current` that `path` does not set itself. */
export function keepParams(path: string, current: { get(name: string): string | null }): string {
  const [beforeHash = "", hash] = path.split("#");
  const [pathname = "", search] = beforeHash.split("?");
  const params = new URLSearchParams(search);
  for (const name of kept) {
    const value = current.get(name);
    if (value !== null && !params.has(name)) params.set(name, value);
  }
  const query = params.toString();
  return `${pathname}${query && `?${query}`}${hash === undefined ? "" : `#${hash}`}`;
}
