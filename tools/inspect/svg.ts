// SPDX-License-Identifier: Apache-2.0
// Writing SVG. Texts come from files that may hold anything.

/** A text for XML 1.0: escaped, and without what XML doesn't take or what isn't to be seen. */
export function escapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
  };
  return text.replace(/\p{C}/gu, "\ufffd").replace(/[&<>"']/g, (character) => named[character] ?? "");
}

type Attributes = Readonly<Record<string, string | number>>;

/** An element; `content` is SVG already. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`,
  );
  const open = `<${name}${list.join("")}`;
  return content.length ? `${open}>${content.join("")}</${name}>` : `${open}/>`;
}

/** A line of text. */
export function text(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return element("text", { x, y, ...attributes }, escapeXml(content));
}

/** What a browser shows when the pointer rests on the element that this is in. */
export function tooltip(lines: readonly string[]): string {
  return element("title", {}, lines.map(escapeXml).join("\n"));
}

/** About how wide a text is, rather too wide: there is nothing to measure it with. */
export function widthOf(content: string, size: number): number {
  const wide = content.replace(/[^A-Z0-9_\u0100-\uffff]/g, "").length;
  return size * (0.7 * wide + 0.58 * (content.length - wide));
}

/** As much of a text as fits, from its end, where tensors of one model differ; "" if that is too little to read. */
export function fit(content: string, width: number, size: number): string {
  if (widthOf(content, size) <= width) return content;
  const rest = [...content].slice(-200);
  while (rest.length && widthOf(`\u2026${rest.join("")}`, size) > width) rest.shift();
  return rest.length < 3 ? "" : `\u2026${rest.join("")}`;
}

/** Lines of at most this width. */
export function wrap(content: string, width: number, size: number): string[] {
  const lines = [""];
  for (const word of content.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last && widthOf(`${last} ${word}`, size) > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

function round(value: number): string {
  return String(Math.round(100 * value) / 100);
}
