/** What a browser needs to be told once a drawing has left its page. */
const kept = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
];

const scale = 2;
const headHeight = 44;

/** A chart as a PNG in the colours of the page: its drawing, with title and figures above. Throws when it is not drawn. */
export async function chartPicture(panel: Element, title: string, words: string): Promise<Blob> {
  const svg = panel.querySelector<SVGSVGElement>("svg.recharts-surface");
  if (!svg) throw new Error("The chart is not drawn yet.");
  const { width, height } = svg.getBoundingClientRect();
  const image = await loaded(asDataUrl(svg, width, height));
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + headHeight) * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw pictures.");
  const styles = getComputedStyle(panel);
  context.scale(scale, scale);
  context.fillStyle = styles.getPropertyValue("--surface") || "#fff";
  context.fillRect(0, 0, width, height + headHeight);
  context.fillStyle = styles.getPropertyValue("--text") || "#000";
  context.font = `600 13px ${styles.fontFamily}`;
  context.fillText(title, 14, 18, width - 28);
  context.fillStyle = styles.getPropertyValue("--text-2") || "#555";
  context.font = `11px ${styles.fontFamily}`;
  context.fillText(words, 14, 35, width - 28);
  context.drawImage(image, 0, headHeight, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture cannot be made."))),
      "image/png",
    ),
  );
}

/** A copy of the drawing that brings its looks along: style sheets and variables do not reach into a picture. */
function asDataUrl(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll<SVGElement>("*").forEach((element, index) => {
    const original = originals[index];
    if (!original) return;
    const styles = getComputedStyle(original);
    for (const name of kept) element.style.setProperty(name, styles.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const text = new XMLSerializer().serializeToString(copy);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.addEventListener("load", () => resolve(image));
    image.addEventListener("error", () => reject(new Error("The picture cannot be made.")));
    image.src = url;
  });
}
