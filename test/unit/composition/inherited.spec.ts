import { and } from '../../../lib/composition/and.js';
import { Inherited, mentionsInherited } from '../../../lib/composition/inherited.js';
import { not } from '../../../lib/composition/not.js';
import { toExpression } from '../../../lib/composition/operand.js';
import { or } from '../../../lib/composition/or.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';

describe('Inherited', () => {
  it.each([[Inherited], [and(AllowAny, Inherited)], [or(AllowAny, not(Inherited))]])('is found: %#', (expression) => {
    expect(mentionsInherited(expression)).toBe(true);
  });

  it.each([[toExpression(AllowAny, 'here', 1)], [and(AllowAny)], [not(or(AllowAny, AllowAny))]])(
    'is not found where it is not: %#',
    (expression) => {
      expect(mentionsInherited(expression)).toBe(false);
    },
  );
});
