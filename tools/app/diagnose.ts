// SPDX-License-Identifier: Apache-2.0
// Makes messages for people of what TypeScript and rollup say about an app.
import { isBuiltin } from "node:module";
import type { LogLevel, RollupLog } from "rollup";
import { Failure, messageOf } from "../toolchain/failure.js";
import { packageFolder } from "../toolchain/folders.js";
import { explainMissing, isPackaged, show } from "./resolve.js";

/** What rollup warns of that does no harm. */
const harmless = ["CIRCULAR_DEPENDENCY", "EMPTY_BUNDLE", "EVAL", "MODULE_LEVEL_DIRECTIVE", "THIS_IS_UNDEFINED"];

/** A package without types is `any`, as it is under mcconfig. */
const untyped = "TS7016";

const browsers = /^(window|self|\w+Storage|alert|XMLHttpRequest|requestAnimationFrame|Image|Worker|Audio\w*|HTML\w*)$/;

/** Whether a message is one that ends the build. An app's own strictness is for its own files. */
export function isProblem(level: LogLevel, log: RollupLog, main: string): boolean {
  if (level === "debug" || level === "info" || log.pluginCode === untyped) return false;
  const file = log.loc?.file ?? log.id ?? "";
  if (log.plugin === "typescript") return !file.startsWith(packageFolder) || main.startsWith(packageFolder);
  return !harmless.includes(log.code ?? "") && !isPackaged(file);
}

/** A message with its file, line and column, seen from the current folder. */
export function describe(log: RollupLog): string {
  if (log instanceof Failure) return log.message;
  const where = log.loc?.file ?? log.id;
  const first = log.plugin === "typescript" ? 0 : 1; // rollup counts columns from 0
  const position = log.loc ? `:${log.loc.line}:${log.loc.column + first}` : "";
  const text = messageOf(log)
    .replace(/^\[plugin [^\]]*\] /, "")
    .replace(/^(.*? )?\(\d+:\d+\): /, "")
    .replace(/^@rollup\/plugin-typescript /, "")
    .trim();
  return where ? `${show(where)}${position}: ${explain(text)}` : explain(text);
}

/** TypeScript's remedies are for Node.js and browsers, which have what they have; XS has ES2022, and what the host gives. */
function explain(text: string): string {
  const [, code = "", module] = /^(TS\d+: )Cannot find (?:module|name) '([^']*)'/.exec(text) ?? [];
  if (module && isBuiltin(module) && (text.includes("find module") || !(module in globalThis)))
    return `${code}${explainMissing(module)}`;
  const [plain, hint] = text.split(/ (?=Do you need to (?:change your target library|install type definitions))/, 2);
  if (hint) return `${plain} XS doesn't have it: it has ES2022, and what modules/hosts.d.ts declares`;
  const [, name] = /^TS\d+: Cannot find name(?:space)? '([^']*)'/.exec(text) ?? [];
  if (name && (name in globalThis || name === "NodeJS" || browsers.test(name)))
    return `${text} It is of Node.js or browsers, and XS doesn't have it: do without`;
  return text;
}
