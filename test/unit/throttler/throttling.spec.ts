import type { ExecutionContext } from '@nestjs/common';
import { Throttling } from '../../../lib/throttler/throttling.js';

describe('throttling', () => {
  const nothing = undefined as never;
  const throttling = new Throttling(nothing, nothing, nothing, nothing, nothing);

  it.each(['ws', 'rpc', 'graphql'])('leaves %s alone', (type) => {
    const execution = { getType: () => type } as unknown as ExecutionContext;
    expect(throttling.beforeAuthentication(execution)).toBe(true);
    expect(throttling.aroundPermissions(execution, () => false)).toBe(false);
  });
});
