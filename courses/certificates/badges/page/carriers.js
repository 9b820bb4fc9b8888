// What a file carries: the text of a credential, bare or inside a picture. The same as baking.py and reading.py.
const Carriers = (() => {
  const { Malformed } = Strict;
  const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const KEYWORD = "openbadgecredential\0";
  const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
  const LARGEST = 8 * 2 ** 20;
  const LARGEST_TEXT = 2 ** 20;
  const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

  async function carried(bytes) {
    if (bytes.length > LARGEST) throw new Malformed("the file is too large");
    let text;
    if (isPng(bytes)) text = await fromPng(bytes);
    else if (isPdf(bytes)) text = await fromPdf(bytes);
    else {
      const whole = decoded(bytes, "neither text nor a picture").replace(/^\ufeff/, "").trim();
      text = whole.startsWith("<") ? fromSvg(whole) : whole;
    }
    if (text.length > LARGEST_TEXT) throw new Malformed("the credential is too large");
    return { text, isJws: COMPACT.test(text) };
  }

  const isPng = (bytes) => PNG.every((byte, place) => bytes[place] === byte);

  const isPdf = (bytes) => String.fromCharCode(...bytes.subarray(0, 5)) === "%PDF-";

  // Whether it may hold square codes: a picture that carries no credential itself.
  function isPicture(bytes) {
    const head = String.fromCharCode(...bytes.subarray(0, 12));
    return isPng(bytes) || head.startsWith("\xff\xd8\xff") || head.startsWith("GIF8") || (head.startsWith("RIFF") && head.endsWith("WEBP")) || head.slice(4, 8) === "ftyp";
  }

  function decoded(bytes, wrong) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Malformed(wrong);
    }
  }

  async function fromPng(bytes) {
    const found = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let place = PNG.length;
    let isWhole = false;
    while (!isWhole) {
      if (place + 12 > bytes.length) throw new Malformed("the PNG picture is cut off");
      const length = view.getUint32(place);
      if (place + 12 + length > bytes.length) throw new Malformed("the PNG picture is broken");
      const kind = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
      const content = bytes.subarray(place + 8, place + 8 + length);
      if (checksum(bytes.subarray(place + 4, place + 8 + length)) !== view.getUint32(place + 8 + length)) throw new Malformed("the PNG picture is broken");
      if (kind === "iTXt" && String.fromCharCode(...content.subarray(0, KEYWORD.length)) === KEYWORD) found.push(await ofChunk(content));
      place += 12 + length;
      isWhole = kind === "IEND";
    }
    return only(found);
  }

  async function ofChunk(content) {
    const flag = content[KEYWORD.length];
    let place = KEYWORD.length + 2;
    for (let part = 0; part < 2; part += 1) {
      place = content.indexOf(0, place) + 1;
      if (place === 0) throw new Malformed("the PNG picture is broken");
    }
    const packed = content.subarray(place);
    return decoded(flag ? await unpacked(packed, "deflate", LARGEST_TEXT) : packed, "the credential inside cannot be read").trim();
  }

  async function fromPdf(bytes) {
    const letters = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_none, part) => String.fromCharCode(...bytes.subarray(part * 8192, part * 8192 + 8192))).join("");
    const found = [];
    for (const head of letters.matchAll(/<<(?=[^<]{0,200}\/Type\s?\/EmbeddedFile)[^<]{0,100}?\/Length (\d{1,8})\b[^]{0,300}?>>\s*stream\r?\n/g)) {
      const content = bytes.subarray(head.index + head[0].length, head.index + head[0].length + Number(head[1]));
      const plain = head[0].includes("/FlateDecode") ? await unpacked(content, "deflate", LARGEST_TEXT) : content;
      found.push(decoded(plain, "the credential inside cannot be read").trim());
    }
    return only(found);
  }

  function fromSvg(text) {
    if (/<!DOCTYPE/i.test(text)) throw new Malformed("the SVG picture cannot be read");
    const picture = new DOMParser().parseFromString(text, "image/svg+xml");
    if (picture.getElementsByTagName("parsererror").length) throw new Malformed("the SVG picture cannot be read");
    const found = [...picture.getElementsByTagNameNS(NAMESPACE, "credential")];
    return only(found.map((element) => (element.getAttribute("verify") || element.textContent).trim()));
  }

  function only(found) {
    if (found.length > 1) throw new Malformed("more than one credential inside");
    if (!found.length || !found[0]) throw new Malformed("no credential inside");
    return found[0];
  }

  // The content of a compressed text, up to a size. Throws Malformed.
  async function unpacked(bytes, form, largest) {
    const pieces = [];
    let size = 0;
    try {
      const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(form)).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (size > largest) throw new Malformed("too large");
        pieces.push(value);
      }
    } catch {
      throw new Malformed("the credential inside cannot be read");
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }

  function fromBase64(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Malformed("not base64url");
    try {
      return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    } catch {
      throw new Malformed("not base64url");
    }
  }

  const TABLE = Uint32Array.from({ length: 256 }, (_none, number) => {
    let rest = number;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });

  function checksum(bytes) {
    let rest = 0xffffffff;
    for (const byte of bytes) rest = (rest >>> 8) ^ TABLE[(rest ^ byte) & 0xff];
    return (rest ^ 0xffffffff) >>> 0;
  }

  return { carried, isPicture, unpacked, fromBase64, decoded };
})();
