import { deny } from './deny.js';

/** The answer of a rule that says nothing about a method: nobody may use it. */
export const METHOD_NOT_ALLOWED = deny({
  status: 405,
  message: 'This method is not allowed here.',
  code: 'method_not_allowed',
});
