// Signatures: eddsa-rdfc-2022 and compact JWS. The same as canonical.py, proof.py and jws.py.
const Proofs = (() => {
  const { Malformed, Unsupported, isObject } = Strict;
  const { jsonld, ed25519, sha256 } = Libraries;
  const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const OF_A_PROOF = new Set(["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]);
  const CLAIMS = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];
  const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
  const MAX_LOOK_ALIKES = 8;

  function moment(text, name) {
    const at = typeof text === "string" && MOMENT.test(text) ? new Date(text) : null;
    // a day that no month has is moved by Date instead of refused
    if (!at || Number.isNaN(at.valueOf()) || new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) !== text.slice(0, 10)) throw new Malformed(`${name}: not a moment in time`);
    return at;
  }

  function base58(text, length, kind = []) {
    if (typeof text !== "string" || !text.startsWith("z") || text.length > 200) return null;
    let number = 0n;
    for (const letter of text.slice(1)) {
      const digit = ALPHABET.indexOf(letter);
      if (digit < 0) return null;
      number = number * 58n + BigInt(digit);
    }
    const bytes = [];
    for (; number; number >>= 8n) bytes.unshift(Number(number & 255n));
    for (const letter of text.slice(1)) { if (letter !== "1") break; bytes.unshift(0); }
    if (bytes.length !== kind.length + length || !kind.every((byte, place) => bytes[place] === byte)) return null;
    return Uint8Array.from(bytes.slice(kind.length));
  }

  const publicKey = (text) => base58(text, 32, [0xed, 0x01]);

  // A document and what signs it: { document, method, created, isSignedBy(key) }
  function openDocument(document_) {
    let proof = document_.proof;
    if (Array.isArray(proof) && proof.length === 1) [proof] = proof;
    if (Array.isArray(proof) && proof.length) throw new Unsupported("proof: more than one");
    if (!isObject(proof)) throw new Malformed("proof: missing");
    if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== "eddsa-rdfc-2022") throw new Unsupported(`proof: ${String(proof.cryptosuite || proof.type).slice(0, 40)}`);
    const other = Object.keys(proof).filter((name) => !OF_A_PROOF.has(name)).sort();
    if (other.length) throw new Unsupported(`proof: ${other[0].slice(0, 40)}`);
    if (proof.proofPurpose !== "assertionMethod") throw new Malformed("proofPurpose: not assertionMethod");
    if (typeof proof.verificationMethod !== "string" || typeof proof.proofValue !== "string") throw new Malformed("proof: no verificationMethod or no proofValue");
    const created = moment(proof.created, "created");
    const bare = without(document_, ["proof"]);
    const about = { ...without(proof, ["proofValue"]), "@context": bare["@context"] };
    const isSignedBy = async (key) => {
      const signed = joined(sha256(await canonical(about)), sha256(await canonical(bare)));
      return verified(base58(proof.proofValue, 64), signed, key);
    };
    return { document: bare, method: proof.verificationMethod, created, isSignedBy };
  }

  function openJws(text) {
    const [head, body, signature] = text.split(".");
    const said = (part) => Strict.parse(Carriers.decoded(Carriers.fromBase64(part), "not a compact JWS"));
    const header = said(head);
    const payload = said(body);
    if (header.alg !== "EdDSA" && header.alg !== "Ed25519") throw new Unsupported(`alg: ${String(header.alg).slice(0, 40)}`);
    if ("crit" in header || "b64" in header) throw new Unsupported("crit: extensions are not read here");
    const credential = isObject(payload.vc) ? payload.vc : without(payload, CLAIMS);
    checkClaims(payload, credential);
    const bytes = Carriers.fromBase64(signature);
    const isSignedBy = async (key) => verified(bytes, new TextEncoder().encode(`${head}.${body}`), key);
    return { document: credential, method: String(header.kid ?? ""), created: null, isSignedBy };
  }

  function checkClaims(payload, credential) {
    const issuer = isObject(credential.issuer) ? credential.issuer.id : credential.issuer;
    if ("iss" in payload && payload.iss !== issuer) throw new Malformed("iss: another issuer than the credential says");
    if ("jti" in payload && "id" in credential && payload.jti !== credential.id) throw new Malformed("jti: another id than the credential has");
    for (const [claim, name] of [["nbf", "validFrom"], ["exp", "validUntil"]]) {
      if (!(claim in payload)) continue;
      if (typeof payload[claim] !== "number") throw new Malformed(`${claim}: not a number`);
      if (!(name in credential) || Math.abs(moment(credential[name], name) / 1000 - payload[claim]) > 1) throw new Malformed(`${claim}: another moment than ${name}`);
    }
  }

  function verified(signature, signed, key) {
    if (!signature || signature.length !== 64) return false;
    try {
      return ed25519.verify(signature, signed, key, { zip215: false });
    } catch {
      return false;
    }
  }

  async function canonical(document_) {
    checkWords(without(document_, ["@context"]));
    const documentLoader = async (url) => {
      if (!Object.hasOwn(Page.contexts, url)) throw new Unsupported(`unknown context ${url}`);
      return { contextUrl: null, documentUrl: url, document: Page.contexts[url] };
    };
    try {
      const plain = JSON.parse(JSON.stringify(document_));
      const expanded = await jsonld.expand(plain, { documentLoader, safe: true, base: null });
      checkLookAlikes(expanded);
      const canonizeOptions = { algorithm: "RDFC-1.0", format: "application/n-quads", createMessageDigest: () => new Digest() };
      return new TextEncoder().encode(await jsonld.canonize(expanded, { documentLoader, safe: true, base: null, skipExpansion: true, canonizeOptions }));
    } catch (error) {
      throw error instanceof Unsupported ? error : new Unsupported(`a part that no signature covers (${error.name})`);
    }
  }

  // What rdf-canonize asks of a hash: without WebCrypto, which pages from the disk do not have everywhere.
  class Digest {
    constructor() { this.state = sha256.create(); }
    update(text) { this.state.update(new TextEncoder().encode(text)); }
    digest() { return [...this.state.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join(""); }
  }

  function checkWords(value) {
    if (value === null) throw new Unsupported("an empty value (null) is not covered by a signature");
    if (typeof value === "string" && value.startsWith("_:")) throw new Unsupported("names of nameless nodes are not accepted");
    if (Array.isArray(value)) value.forEach(checkWords);
    else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        if (name.startsWith("@")) throw new Unsupported(`the keyword ${name.slice(0, 40)} is not accepted here`);
        checkWords(inner);
      }
    }
  }

  function checkLookAlikes(expanded) {
    const times = new Map();
    let nodes = 0;
    (function look(value) {
      if (Array.isArray(value)) return value.forEach(look);
      if (!isObject(value) || "@value" in value) return undefined;
      nodes += 1;
      if (!("@id" in value)) {
        const words = JSON.stringify(Object.entries(value).sort(), (_name, inner) => (isObject(inner) && !("@value" in inner) ? inner["@id"] ?? "" : inner));
        times.set(words, (times.get(words) ?? 0) + 1);
      }
      return Object.values(value).filter(Array.isArray).forEach(look);
    })(expanded);
    const alike = [...times.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    if (nodes > 500 || alike > MAX_LOOK_ALIKES) throw new Unsupported("too many parts, or too many that look alike");
  }

  const without = (document_, names) => Object.fromEntries(Object.entries(document_).filter(([name]) => !names.includes(name)));

  function joined(first, second) {
    const both = new Uint8Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    return both;
  }

  return { openDocument, openJws, moment, publicKey };
})();
