/** An image scaled down to `width`, keeping its proportions. */
export function scaleDown(image, width) {
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const { channels } = image;
  const data = new Uint8Array(width * height * channels);
  // Each new pixel is the average of the rectangle of old pixels it covers ("box filter"). Taking just one of them
  // would be quicker, and would make edges look like stairs.
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * image.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * image.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * image.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * image.width) / width));
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = top; row < bottom; row++)
          for (let column = left; column < right; column++)
            sum += image.data[(row * image.width + column) * channels + channel];
        const pixels = (bottom - top) * (right - left);
        data[(y * width + x) * channels + channel] = Math.round(sum / pixels);
      }
    }
  }
  return { width, height, channels, data };
}
