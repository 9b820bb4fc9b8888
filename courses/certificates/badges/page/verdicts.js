// Is a credential true, and is it still in force? The same steps, verdicts and reasons as verifying.py; a test compares the two.
const Verdicts = (() => {
  const { Malformed, Unsupported, isObject } = Strict;
  const { moment, publicKey } = Proofs;
  const CREDENTIALS = "https://www.w3.org/ns/credentials/v2";
  const ADDRESS = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
  const CLOCKS_DIFFER = 5 * 60 * 1000;
  const SHORTEST = 131072;
  const LONGEST = 8 * 2 ** 20;

  // `at`: a Date. `lists`: address → signed list as text.
  async function verify(bytes, at, lists) {
    const finding = { verdict: "valid", reasons: [], says: null };
    const add = (verdict, reason) => {
      if (finding.verdict === "valid" || finding.verdict === "valid_status_unknown") finding.verdict = verdict;
      finding.reasons.push(reason);
    };
    try {
      const { text, isJws } = await Carriers.carried(bytes);
      const opened = isJws ? Proofs.openJws(text) : Proofs.openDocument(Strict.parse(text));
      checkCredential(opened.document);
      if (!(await checkProof(opened, add))) return finding;
      finding.says = said(opened.document);
      await checkStatus(opened.document, at, lists, add);
      checkDates(opened.document, at, add);
      return finding;
    } catch (error) {
      if (error instanceof Malformed) return { verdict: "malformed", reasons: [`malformed: ${error.message}`], says: null };
      return { verdict: "unsupported", reasons: [`unsupported: ${error instanceof Unsupported ? error.message : error.name}`], says: null };
    }
  }

  function knownKey(issuer, method) {
    if (!Object.hasOwn(Page.issuers, issuer)) return null;
    return Page.issuers[issuer].find((key) => key.id === method) ?? null;
  }

  function keyOfDid(method) {
    const [name, fragment] = method.split("#");
    if (!name.startsWith("did:key:") || (fragment && fragment !== name.slice(8)) || !publicKey(name.slice(8))) return null;
    return { id: method, publicKeyMultibase: name.slice(8) };
  }

  const covers = (key, at) => (!key.from || new Date(key.from) <= at) && (!key.until || at <= new Date(key.until));

  async function checkProof(opened, add) {
    const issuer = issuerOf(opened.document);
    const known = knownKey(issuer, opened.method);
    const key = known ?? keyOfDid(opened.method);
    if (!key) {
      add("unknown_issuer", Object.hasOwn(Page.issuers, issuer) ? "key_unknown: this issuer has no such key" : "issuer_unknown: nobody here vouches for it");
      return false;
    }
    if (!(await opened.isSignedBy(publicKey(key.publicKeyMultibase)))) {
      add("tampered", "signature: what is said is not what was signed");
      return false;
    }
    if (opened.method.split("#")[0] !== issuer) {
      add("unknown_issuer", "issuer_unknown: signed by somebody else than the issuer");
      return false;
    }
    if (!known) add("unknown_issuer", "issuer_unknown: nobody here vouches for it");
    else if (known.withdrawn) add("unknown_issuer", "key_withdrawn: others may have this key");
    else if (!covers(known, opened.created ?? moment(opened.document.validFrom, "validFrom"))) add("unknown_issuer", "key_period: signed when the key was not in charge");
    return true;
  }

  async function checkStatus(document_, at, lists, add) {
    const entries = document_.credentialStatus ?? [];
    for (const entry of Array.isArray(entries) ? entries : [entries]) {
      if (!isObject(entry)) throw new Malformed("credentialStatus: not an object");
      if (entry.type !== "BitstringStatusListEntry" || !["revocation", "refresh", "suspension"].includes(entry.statusPurpose)) {
        add("valid_status_unknown", `status_unknown: ${String(entry.type).slice(0, 60)} is not read here`);
        continue;
      }
      const { statusListCredential: address, statusListIndex: index, statusPurpose: purpose } = entry;
      if (typeof address !== "string" || typeof index !== "string" || !/^[0-9]{1,9}$/.test(index)) throw new Malformed("credentialStatus: no list or no place on it");
      const issuer = issuerOf(document_);
      const found = await lookUp(lists, address, purpose, issuer, Number(index), at);
      if (found.unknown) add("valid_status_unknown", `status_unknown: ${found.unknown}`);
      else if (found.isTurned && (purpose === "refresh" || (await isReplaced(lists, address, issuer, Number(index), at)))) add("superseded", "superseded: a newer one took its place");
      else if (found.isTurned) add("revoked", purpose === "revocation" ? "revoked: the issuer took it back" : "revoked: suspended");
      else if (found.isStale) add("valid_status_unknown", `status_unknown: since ${toTheSecond(found.begins)}`);
    }
  }

  async function isReplaced(lists, address, issuer, index, at) {
    if (!address.endsWith("/revocation")) return false;
    const found = await lookUp(lists, `${address.slice(0, -"revocation".length)}refresh`, "refresh", issuer, index, at);
    return !found.unknown && found.isTurned;
  }

  async function lookUp(lists, address, purpose, issuer, index, at) {
    if (!lists.has(address)) return { unknown: "the list is not at hand" };
    try {
      const opened = Proofs.openDocument(Strict.parse(lists.get(address)));
      checkFrame(opened.document);
      if (!types(opened.document).includes("BitstringStatusListCredential")) throw new Unsupported("type: not a status list");
      const subject = opened.document.credentialSubject;
      if (!isObject(subject)) throw new Malformed("credentialSubject: missing");
      const key = knownKey(issuer, opened.method);
      if (issuerOf(opened.document) !== issuer || !key || key.withdrawn || !covers(key, opened.created) || !(await opened.isSignedBy(publicKey(key.publicKeyMultibase)))) {
        return { unknown: "the list is not signed by the issuer" };
      }
      if (![].concat(subject.statusPurpose).includes(purpose)) return { unknown: "the list is about something else" };
      const begins = moment(opened.document.validFrom, "validFrom");
      const ends = "validUntil" in opened.document ? moment(opened.document.validUntil, "validUntil") : null;
      if (typeof subject.encodedList !== "string" || !subject.encodedList.startsWith("u")) throw new Malformed("encodedList");
      const bits = await Carriers.unpacked(Carriers.fromBase64(subject.encodedList.slice(1)), "gzip", LONGEST / 8);
      if (bits.length * 8 < SHORTEST || index >= bits.length * 8) throw new Malformed("encodedList");
      if (begins - at > CLOCKS_DIFFER) return { unknown: "the list is of a later day" };
      return { isTurned: Boolean(bits[index >> 3] & (0x80 >> index % 8)), begins, isStale: ends !== null && ends < at };
    } catch (error) {
      return { unknown: "the list cannot be read" };
    }
  }

  function checkDates(document_, at, add) {
    const begins = moment(document_.validFrom, "validFrom");
    if (begins - at > CLOCKS_DIFFER) add("not_yet_valid", `not_yet_valid: from ${toTheSecond(begins)}`);
    if ("validUntil" in document_) {
      const ends = moment(document_.validUntil, "validUntil");
      if (ends < at) add("expired", `expired: since ${toTheSecond(ends)}`);
    }
  }

  function checkFrame(document_) {
    const named = document_["@context"];
    if (!Array.isArray(named) || !named.length) throw new Malformed("@context: missing");
    if (named[0] !== CREDENTIALS) throw new Unsupported("@context: not Verifiable Credentials 2.0");
    const unknown = named.find((each) => typeof each !== "string" || !Object.hasOwn(Page.contexts, each));
    if (unknown !== undefined) throw new Unsupported(`@context: ${String(unknown).slice(0, 120)} is not known`);
    if (!ADDRESS.test(issuerOf(document_))) throw new Malformed("issuer: missing");
    if (typeof document_.id !== "string" || !ADDRESS.test(document_.id)) throw new Malformed("id: missing");
    moment(document_.validFrom, "validFrom");
    if ("validUntil" in document_) moment(document_.validUntil, "validUntil");
  }

  function checkCredential(document_) {
    checkFrame(document_);
    if (!types(document_).includes("VerifiableCredential")) throw new Malformed("type: not a verifiable credential");
    if (!types(document_).some((each) => each === "OpenBadgeCredential" || each === "AchievementCredential")) throw new Unsupported("type: not an Open Badge");
    const subject = document_.credentialSubject;
    if (!isObject(subject)) throw new Malformed("credentialSubject: missing, or more than one");
    if (!types(subject).includes("AchievementSubject")) throw new Malformed("credentialSubject.type: not an AchievementSubject");
    const achievement = subject.achievement;
    if (!isObject(achievement) || !types(achievement).includes("Achievement")) throw new Malformed("credentialSubject.achievement: missing");
    for (const name of ["id", "name", "description"]) {
      if (typeof achievement[name] !== "string" || !achievement[name]) throw new Malformed(`achievement.${name}: missing`);
    }
    if (!isObject(achievement.criteria)) throw new Malformed("achievement.criteria: missing");
    if (!("id" in subject) && !(subject.identifier && Object.keys(subject.identifier).length)) throw new Malformed("credentialSubject: neither id nor identifier");
  }

  const types = (document_) => [].concat(document_.type ?? []).filter((each) => typeof each === "string");
  const issuerOf = (document_) => String(isObject(document_.issuer) ? document_.issuer.id : document_.issuer);
  const toTheSecond = (at) => at.toISOString().replace(/\.\d+Z$/, "Z");

  function said(document_) {
    const { achievement, identifier } = document_.credentialSubject;
    const issuer = isObject(document_.issuer) ? document_.issuer.name : "";
    return { achievement: String(achievement.name), issuer: String(issuer ?? ""), from: document_.validFrom, identifier };
  }

  // Whether a name or an e-mail address is the one that the badge was given to.
  function belongsTo(says, recipient) {
    const words = recipient.split(/\s+/).filter(Boolean).join(" ").normalize("NFC");
    const hashed = (text) => `sha256$${[...Libraries.sha256(new TextEncoder().encode(text))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    return [].concat(says.identifier ?? []).some((identity) => isObject(identity) && [words, words.toLowerCase()].some((each) => (
      identity.hashed === true ? hashed(each + String(identity.salt ?? "")) === String(identity.identityHash).toLowerCase() : each === String(identity.identityHash)
    )));
  }

  // Among signed lists the newest of each address; of two of the same second the one that was given later.
  function byAddress(texts) {
    const found = new Map();
    for (const text of texts) {
      try {
        const document_ = Strict.parse(text);
        const before = found.get(String(document_.id));
        if (!before || before.from <= String(document_.validFrom)) found.set(String(document_.id), { from: String(document_.validFrom), text });
      } catch {
        // not a list
      }
    }
    return new Map([...found].map(([address, { text }]) => [address, text]));
  }

  function isList(text) {
    try {
      return types(Strict.parse(text)).includes("BitstringStatusListCredential");
    } catch {
      return false;
    }
  }

  return { verify, belongsTo, byAddress, isList };
})();
