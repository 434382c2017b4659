// SPDX-License-Identifier: Apache-2.0
// Tensors by the names of the model's signature.
import { equal, test, throws } from "tinyxs/test";
import { load } from "./load.js";

test("tensors have the names of the signature, or none", () => {
  const model = load("loop");
  equal(
    [...model.inputs, ...model.outputs].map(({ signatureName }) => signatureName),
    ["forever", "number", "", "result"],
    "names",
  );
});

test("a tensor is found by its name in the signature, and by its own", () => {
  const model = load("loop");
  equal(model.input("number"), model.inputs[1], "input");
  equal(model.input("value"), model.inputs[1], "input");
  equal(model.output("result"), model.outputs[1], "output");
});

test("an unknown name is a RangeError which lists the names", () => {
  const model = load("loop");
  throws(() => model.input("nubmer"), RangeError, "nubmer", "forever", "number");
  throws(() => model.output("number"), RangeError, "again after", "result");
});
