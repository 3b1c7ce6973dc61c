// ts-jest, less one habit of TypeScript's one-file-at-a-time output: for every class in a constructor it writes
// `typeof (_a = typeof X !== "undefined" && X) === "function" ? _a : Object`, whose last word no test can reach.
// `X` is put in its place, with blanks behind it so that the source map stays true.
const { default: tsJest } = require('ts-jest');

const guarded = /typeof \((_\w+) = typeof ([\w$.]+) !== "undefined" && \2\) === "function" \? \1 : Object/g;

function plain(result) {
  return { ...result, code: result.code.replace(guarded, (text, _, name) => name.padEnd(text.length)) };
}

module.exports = {
  createTransformer(options) {
    const inner = tsJest.createTransformer(options);
    return {
      process: (...args) => plain(inner.process(...args)),
      processAsync: async (...args) => plain(await inner.processAsync(...args)),
      getCacheKey: (...args) => inner.getCacheKey(...args),
      getCacheKeyAsync: (...args) => inner.getCacheKeyAsync(...args),
    };
  },
};
