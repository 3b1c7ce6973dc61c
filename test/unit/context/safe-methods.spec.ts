import { SAFE_METHODS } from '../../../lib/context/safe-methods.js';

describe('safe methods', () => {
  it('[C015] are exactly GET, HEAD and OPTIONS', () => {
    expect([...SAFE_METHODS]).toEqual(['GET', 'HEAD', 'OPTIONS']);
  });
});
