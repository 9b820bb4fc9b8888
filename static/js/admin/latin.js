// While a title is typed, the end of its address follows in Latin letters: the same as the server makes them, by the same tables
// (cms/pages/latin.py). An address that is not made from its title is left alone; Wagtail sees to that.

const LONGEST = 200;
const tables = JSON.parse(document.getElementById("latin-letters").textContent);

function spelled(word, { letters, first, pairs, last, words }) {
  if (Object.hasOwn(words, word)) return words[word];
  let said = "";
  for (let at = 0; at < word.length; ) {
    const two = word.slice(at, at + 2);
    const isLast = two.length === 2 && at + 2 === word.length;
    const both = pairs[two] ?? (isLast ? last[two] : undefined);
    said += both ?? (at === 0 ? first[word[at]] : undefined) ?? letters[word[at]] ?? word[at];
    at += both === undefined ? 1 : 2;
  }
  return said;
}

const withoutEnds = (text) => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

export function inLatin(text, language) {
  const table = tables[language] ?? tables[""];
  const plain = text.normalize("NFKC").toLowerCase().replace(/['’ʼ`]/g, "");
  const unmarked = plain.replace(/\p{L}+/gu, (word) => spelled(word, table)).normalize("NFD").replace(/\p{M}/gu, "");
  return withoutEnds(withoutEnds(unmarked).slice(0, LONGEST));
}

// Wagtail's field of the address asks whether it still follows the title, and is then told the title: both hear it in Latin letters.
for (const name of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    name,
    ({ target, detail }) => {
      if (!target.matches?.("[data-controller~='w-slug']") || typeof detail?.value !== "string") return;
      detail.value = inLatin(detail.value, target.dataset.wSlugLocaleValue || window.wagtailConfig?.ACTIVE_CONTENT_LOCALE);
    },
    { capture: true },
  );
}
