// SPDX-License-Identifier: Apache-2.0
// Mocha's Spec reporter with an end that is easy to find: why tests were skipped, then "N passed, N failed, N skipped".
const { reporters, Runner } = require("mocha");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      for (const test of skipped) console.log(`skipped: ${test.fullTitle()}: ${test.reason ?? "no reason given"}`);
      const { passes, failures, pending } = this.stats;
      console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
    });
  }
};
