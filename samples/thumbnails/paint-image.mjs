/** Paints the edge of the Mandelbrot set: an image with fine detail, made of nothing but arithmetic. */
export function paintImage(width, height) {
  const channels = 3;
  const data = new Uint8Array(width * height * channels);
  const steps = 120;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const real = -0.9 + (0.4 * x) / width;
      const imaginary = 0.1 + (0.4 * y) / width;
      let a = 0;
      let b = 0;
      let step = 0;
      while (step < steps && a * a + b * b < 4) {
        const next = a * a - b * b + real;
        b = 2 * a * b + imaginary;
        a = next;
        step++;
      }
      const shade = Math.sqrt(step / steps);
      const at = (y * width + x) * channels;
      data[at] = 255 * shade * shade;
      data[at + 1] = 200 * shade;
      data[at + 2] = 80 + 100 * shade;
    }
  }
  return { width, height, channels, data };
}
