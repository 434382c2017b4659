// SPDX-License-Identifier: Apache-2.0
// An app, as other rooms see it: its folder, its recordings, its JavaScript and bytecode, the operators of its builds with the SDK.
export { type App, chooseResources, readApp } from "./app.js";
export { prepareAudio, writeAudio } from "./audio.js";
export { type Bytecode, compileBytecode } from "./bytecode.js";
export { type Compiled, compile } from "./compile.js";
export { type Selection, headerName, selectOperators } from "./operators.js";
export { prepareModels } from "./prepare.js";
export { createTranslator } from "./positions.js";
export { warnOfLeftOut } from "./warn.js";
