// Two files at a time, and first those that take longest, so that no core waits for the last one. A file that the command line
// names runs alone: `npx mocha dist/test/cli.test.js`.
const long = ["fuzz"];
const named = process.argv.slice(2).some((argument) => argument.endsWith(".test.js"));

module.exports = {
  spec: named
    ? []
    : [...long.map((name) => `dist/test/${name}.test.js`), `dist/{test,tools}/**/!(${long.join("|")}).test.js`],
  parallel: !named,
  jobs: 2,
  reporter: "./test/support/reporter.cjs",
  timeout: 300000,
  slow: 5000,
};
