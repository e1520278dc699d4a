/** Where things stand on the map: sources at the left, the function in the middle, destinations at the right. */
export interface MapLayout {
  height: number;
  nodeWidth: number;
  nodeHeight: number;
  functionHeight: number;
  sourceX: number;
  functionX: number;
  destinationX: number;
  sourceYs: number[];
  destinationYs: number[];
  functionY: number;
}

export type Point = readonly [x: number, y: number];

const nodeHeight = 54;
const functionHeight = 142;
const padding = 16;
/** Beside a drawer on a small screen the lines give way before the names. */
const narrow = 760;
/** From one node to the next: far where there is room, close where there are many. */
const farPitch = 106;
const closePitch = 68;

export function layOut(width: number, sources: number, destinations: number): MapLayout {
  const rows = Math.max(sources, destinations, 1);
  const pitch = rows <= 4 ? farPitch : Math.max(closePitch, farPitch - (rows - 4) * 12);
  const height = Math.max(functionHeight, (rows - 1) * pitch + nodeHeight) + padding * 2;
  const gap = width < narrow ? 76 : 96;
  // Where nothing goes on from the function, its own column is the last.
  const gaps = destinations > 0 ? 2 : 1;
  const nodeWidth = Math.round(Math.min(216, (width - padding * 2 - gaps * gap) / (gaps + 1)));
  const column = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => height / 2 + (index - (count - 1) / 2) * pitch - nodeHeight / 2,
    );
  return {
    height,
    nodeWidth,
    nodeHeight,
    functionHeight,
    sourceX: padding,
    functionX: Math.max(Math.round((width - nodeWidth) / 2), padding + nodeWidth + gap),
    destinationX: width - padding - nodeWidth,
    sourceYs: column(sources),
    destinationYs: column(destinations),
    functionY: (height - functionHeight) / 2,
  };
}

/** Arrows meet the function side by side. */
export function meetingY({ height, functionHeight }: MapLayout, index: number, count: number) {
  const step = Math.min(16, (functionHeight - 40) / Math.max(1, count));
  return height / 2 + (index - (count - 1) / 2) * step;
}

/** An edge leaves and arrives level. */
export function edgePath([x0, y0]: Point, [x1, y1]: Point): string {
  const bend = (x1 - x0) / 2;
  return `M${x0} ${y0} C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1 - 1} ${y1}`;
}

/** The place on an edge at a share of its way, for the label. */
export function onEdge([x0, y0]: Point, [x1, y1]: Point, share: number): Point {
  const left = 1 - share;
  // The cubic curve of `edgePath`: both inner points are in the middle, each as high as its end.
  const across = 1.5 * share * left ** 2 + 1.5 * share ** 2 * left + share ** 3;
  const rise = 3 * share ** 2 * left + share ** 3;
  return [x0 + (x1 - x0) * across, y0 + (y1 - y0) * rise];
}

/** Line weight by rate, on a logarithmic scale from one a minute to a thousand a second. */
export function edgeWeight(perSecond: number | undefined): number {
  if (!perSecond) return 1.25;
  const share = (Math.log10(perSecond) - Math.log10(1 / 60)) / (3 - Math.log10(1 / 60));
  return 1.25 + 3.25 * Math.min(1, Math.max(0, share));
}
