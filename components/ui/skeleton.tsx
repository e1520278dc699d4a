/** A grey box in the shape of what is coming; invisible for the first 300 ms. */
export function Skeleton({ className = "h-2.5 w-24" }: { className?: string }) {
  return <div className={`skeleton ${className}`} aria-hidden="true" />;
}

/** Lines of a list or table that is loading; says so to screen readers. */
export function SkeletonRows({
  rows = 6,
  className = "h-2.5",
}: {
  rows?: number;
  className?: string;
}) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-5 p-4">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className={`${className} ${widths[row % widths.length]}`} />
      ))}
    </div>
  );
}

const widths = ["w-3/4", "w-1/2", "w-2/3", "w-5/6"];
