// SPDX-License-Identifier: Apache-2.0
// Names in options objects. One that doesn't exist is an error: a typo would be the default, and what an app hears or sees would
// silently be other than what its model was trained on.

/** @throws TypeError for a name that isn't among `names`, with the nearest of them. `owner` is whose options they are. */
export default function checkNames(owner: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint = near ? `did you mean ${near}?` : `there are ${names.join(", ")}`;
    throw new TypeError(`${owner}: there is no option ${name.slice(0, longest)}: ${hint}`);
  }
}

const longest = 40;

function nearest(name: string, names: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const distances = names.map((other) => distance(name.toLowerCase(), other.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(2, name.length / 3) ? names[distances.indexOf(least)] : undefined;
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(a).entries()) {
    let left = i + 1;
    row = row.map((above, j) => {
      if (j === 0) return left;
      const diagonal = row[j - 1] ?? 0;
      return (left = Math.min(diagonal + (letter === b[j - 1] ? 0 : 1), above + 1, left + 1));
    });
  }
  return row[b.length] ?? 0;
}
