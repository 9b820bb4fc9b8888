// Square codes: found in a picture, and joined to the credential they hold. The other direction is squares.py.
const Squares = (() => {
  const PIECE = 600;
  const LARGEST = 2 ** 16;
  const SHAPE = /#(\d{1,2})\/(\d{1,2})\/([0-9a-f]{6})\/(\d{1,4000})$/;
  const BIGGEST_SIDE = 2400; // pixels: more does not help the reader and costs a phone its memory

  class Mixed extends Error {}

  function piece(text) {
    const found = SHAPE.exec(text);
    if (!found) return null;
    const hex = BigInt(found[4]).toString(16);
    const bytes = Uint8Array.from((hex.length % 2 ? `0${hex}` : hex).match(/../g), (pair) => parseInt(pair, 16));
    const [number, count] = [Number(found[1]), Number(found[2])];
    if (bytes[0] !== 1 || bytes.length > PIECE + 1 || number < 1 || number > count) return null;
    return { number, count, mark: found[3], bytes: bytes.slice(1) };
  }

  // What was read so far. `add` is true for something new; throws Mixed when the piece is of another credential.
  function collection() {
    const pieces = new Map();
    return {
      add(text) {
        const found = piece(text);
        const first = pieces.values().next().value;
        if (!found || pieces.has(found.number) && pieces.get(found.number).mark === found.mark) return false;
        if (first && (first.mark !== found.mark || first.count !== found.count)) throw new Mixed();
        pieces.set(found.number, found);
        return true;
      },
      get count() { return pieces.size ? pieces.values().next().value.count : 0; },
      get size() { return pieces.size; },
      get isWhole() { return pieces.size > 0 && pieces.size === this.count; },
      clear() { pieces.clear(); },
      async credential() {
        const parts = [...pieces.keys()].sort((one, other) => one - other).map((number) => pieces.get(number).bytes);
        const packed = new Uint8Array(await new Blob(parts).arrayBuffer());
        const mark = [...Libraries.sha256(packed).slice(0, 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        if (mark !== pieces.values().next().value.mark) throw new Mixed();
        return Carriers.unpacked(packed, "deflate", LARGEST);
      },
    };
  }

  // Texts of the codes in a picture. The reader finds one code at a time, so it looks at the whole, then at parts that overlap.
  async function inPicture(source, width, height, { isQuick = false } = {}) {
    const found = new Set();
    if (globalThis.BarcodeDetector) {
      try {
        for (const code of await new BarcodeDetector({ formats: ["qr_code"] }).detect(source)) found.add(code.rawValue);
      } catch {
        // not every device that has a detector has one for these codes
      }
      if (found.size) return [...found];
    }
    const scale = Math.min(1, (isQuick ? 1000 : BIGGEST_SIDE) / Math.max(width, height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(source, 0, 0, canvas.width, canvas.height);
    for (const [x, y, wide, high] of isQuick ? [[0, 0, canvas.width, canvas.height]] : windows(canvas.width, canvas.height)) {
      try {
        found.add(Libraries.readQr(brush.getImageData(x, y, wide, high)));
      } catch {
        // no code in this part
      }
    }
    return [...found];
  }

  function* windows(width, height) {
    yield [0, 0, width, height];
    for (const parts of [2, 3]) {
      for (const isAcross of width >= height ? [true, false] : [false, true]) {
        const side = isAcross ? width : height;
        const piece_ = Math.floor((side / parts) * 1.2);
        for (let step = 0; step < 2 * parts - 1; step += 1) {
          const start = Math.min(Math.floor((step * side) / parts / 2), side - piece_);
          yield isAcross ? [start, 0, piece_, height] : [0, start, width, piece_];
        }
      }
    }
  }

  return { collection, inPicture, Mixed };
})();
