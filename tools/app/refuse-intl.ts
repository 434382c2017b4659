// SPDX-License-Identifier: Apache-2.0
// Finds uses of Intl, the one object that TypeScript's ES2022 has and XS doesn't.
import ts from "typescript";
import { isPackaged, show } from "./resolve.js";

/** Each use in the app's own files, as file:line:column. */
export function findIntl(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isGlobal = (node: ts.Node): boolean => {
    const { declarations } = checker.getSymbolAtLocation(node) ?? {};
    return !!declarations?.every((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  };
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || isPackaged(file.fileName)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === "Intl" && ts.isExpression(node.parent) && isGlobal(node)) {
        const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
        found.push(
          `${show(file.fileName)}:${line + 1}:${character + 1}: XS doesn't have Intl: format and compare without`,
        );
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}
