// JSON read as strictly as reading.py does: nothing said twice, no half letters, not too deep. JSON.parse would overlook these.
const Strict = (() => {
  const DEEPEST = 40;

  class Malformed extends Error {}
  class Unsupported extends Error {}

  function parse(text) {
    let at = 0;
    const wrong = () => new Malformed("not JSON");
    const space = () => { while (" \t\r\n".includes(text[at]) && at < text.length) at += 1; };
    const expect = (sign) => { if (text[at] !== sign) throw wrong(); at += 1; };

    function string() {
      const found = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
      found.lastIndex = at;
      const match = found.exec(text);
      if (!match) throw wrong();
      at = found.lastIndex;
      const said = JSON.parse(match[0]);
      if (/\p{Surrogate}/u.test(said)) throw new Malformed("not text");
      return said;
    }

    function number() {
      const found = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
      found.lastIndex = at;
      const match = found.exec(text);
      if (!match) throw wrong();
      at = found.lastIndex;
      return Number(match[0]);
    }

    function object(depth) {
      const said = Object.create(null);
      expect("{");
      space();
      if (text[at] === "}") { at += 1; return said; }
      for (;;) {
        space();
        const name = string();
        if (name in said) throw new Malformed("a name is said twice");
        space();
        expect(":");
        said[name] = value(depth + 1);
        space();
        if (text[at] === "}") { at += 1; return said; }
        expect(",");
      }
    }

    function array(depth) {
      const said = [];
      expect("[");
      space();
      if (text[at] === "]") { at += 1; return said; }
      for (;;) {
        said.push(value(depth + 1));
        space();
        if (text[at] === "]") { at += 1; return said; }
        expect(",");
      }
    }

    function value(depth) {
      if (depth > DEEPEST) throw new Malformed("too deep");
      space();
      if (text[at] === "{") return object(depth);
      if (text[at] === "[") return array(depth);
      if (text[at] === '"') return string();
      for (const [word, meaning] of [["true", true], ["false", false], ["null", null]]) {
        if (text.startsWith(word, at)) { at += word.length; return meaning; }
      }
      return number();
    }

    const document_ = value(0);
    space();
    if (at !== text.length) throw wrong();
    if (!isObject(document_)) throw new Malformed("not a JSON object");
    return document_;
  }

  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  return { parse, isObject, Malformed, Unsupported };
})();
