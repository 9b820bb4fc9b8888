// Photos made smaller on the device: a phone takes 8 MB, a slow line carries 300 kB. What is no photo, or cannot be read here, goes as it is.

const MOST = 1_600; // pixels on the longer side
const SMALL_ENOUGH = 600_000; // bytes

export async function madeSmaller(files) {
  const sent = new DataTransfer();
  for (const file of files) sent.items.add(await smaller(file).catch(() => file));
  return sent.files;
}

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL_ENOUGH) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, MOST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return made && made.size < file.size ? new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" }) : file;
}
