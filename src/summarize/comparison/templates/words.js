// What two texts have in common, word by word.

const CELLS = 4e6; // longer pairs of texts than this are not compared word by word
const UNSPACED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}";
const LETTERS = `(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`;
const NUMBER = "\\p{N}+(?:[.,:]\\p{N}+)+";
const WORD = new RegExp(`[${UNSPACED}]|${NUMBER}|${LETTERS}(?:['’-]${LETTERS})*|\\S`, "gu");
const SPOKEN = /[\p{L}\p{N}]/u; // what makes a word of it, not a punctuation mark

/** Words, each with the white space before it, so that they join to the text again. */
function split(text) {
  const words = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    words.push({ text: match[0], before: text.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  return words;
}

/** Lengths of the longest common subsequences of all ends of two lists of words. */
function commonLengths(from, to) {
  const width = to.length + 1;
  const lengths = new Uint16Array((from.length + 1) * width);
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        from[i].text === to[j].text
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  return lengths;
}

/** Runs of words: `same`, `added` (only in `text`), `missing` or `replaced` (only in `base`). */
function difference(base, text) {
  const from = split(base);
  const to = split(text);
  const runs = [];
  const push = (kind, word) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else runs.push({ kind, words: [word] });
  };
  if (from.length * to.length > CELLS) return [{ kind: "same", words: to }];
  const lengths = commonLengths(from, to);
  const width = to.length + 1;
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i].text === to[j].text) {
      push("same", to[j]);
      i += 1;
      j += 1;
    } else if (j === to.length || (i < from.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      push("missing", from[i]);
      i += 1;
    } else {
      push("added", to[j]);
      j += 1;
    }
  }
  runs.forEach((run, place) => {
    const beside = [runs[place - 1], runs[place + 1]];
    if (run.kind === "missing" && beside.some((other) => other?.kind === "added")) run.kind = "replaced";
  });
  return runs;
}

/** How little two texts have in common, from 0 to 100. */
function distance(first, second) {
  const from = split(first);
  const to = split(second);
  const total = from.length + to.length;
  return total && from.length * to.length <= CELLS ? 100 - (200 * commonLengths(from, to)[0]) / total : 0;
}
