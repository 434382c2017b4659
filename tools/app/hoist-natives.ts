// SPDX-License-Identifier: Apache-2.0
// Moves native("name") to the top of its module, so that a call of C's costs no look-up and no memory, as under mcconfig.
import ts from "typescript";

/**
 * A TypeScript transformer. `native("f").call(this)` becomes `native_f.call(this)` after `const native_f = native("f")`.
 * @throws when the argument isn't one string literal: the XS compiler of the Moddable SDK would refuse it too.
 */
export const hoistNatives: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const names = new Map<string, ts.Identifier>();

  const visit = (node: ts.Node): ts.Node => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "native")
      return ts.visitEachChild(node, visit, context);
    const [argument] = node.arguments;
    if (node.arguments.length !== 1 || !argument || !ts.isStringLiteral(argument)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      throw new Error(`${file.fileName}:${line + 1}: native() takes one string literal`);
    }
    const name = names.get(argument.text) ?? factory.createUniqueName(`native_${argument.text}`);
    names.set(argument.text, name);
    return name;
  };

  const body = ts.visitEachChild(file, visit, context);
  if (!names.size) return body;
  const declarations = [...names].map(([name, identifier]) =>
    factory.createVariableDeclaration(
      identifier,
      undefined,
      undefined,
      factory.createCallExpression(factory.createIdentifier("native"), undefined, [factory.createStringLiteral(name)]),
    ),
  );
  const statement = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.Const),
  );
  const imports = body.statements.filter(ts.isImportDeclaration);
  const rest = body.statements.filter((statement) => !ts.isImportDeclaration(statement));
  return factory.updateSourceFile(body, [...imports, statement, ...rest]);
};
