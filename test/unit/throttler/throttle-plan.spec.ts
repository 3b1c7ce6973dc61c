import type { ExecutionContext } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import type { Admission } from '../../../lib/index.js';
import { AddressThrottleGuard } from '../../../lib/throttler/index.js';
import { ThrottlePlan } from '../../../lib/throttler/throttle-plan.js';
import { resolveThrottlesOptions } from '../../../lib/throttler/throttles-options.js';

class LateController {
  list(): string {
    return '';
  }
}
const execution = {
  getClass: () => LateController,
  getHandler: () => LateController.prototype.list,
} as unknown as ExecutionContext;

describe('what limits the handlers of an application', () => {
  const options = resolveThrottlesOptions({});

  it('is unknown for a handler that has been added after the start: nobody gets there', async () => {
    const plan = await ThrottlePlan.of({ handlers: () => [] } as unknown as Admission, options);
    expect(() => plan.find(execution)).toThrow('LateController.list was not there when the application started');
  });

  it('is not made of what is broken in another way than by its declarations', async () => {
    const broken = { controller: LateController, action: 'list', host: undefined };
    const admission = { handlers: () => [broken] } as unknown as Admission;
    await expect(ThrottlePlan.of(admission, options)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('the guard by address', () => {
  it('lets nobody in before the application has started', () => {
    const guard = new AddressThrottleGuard(new ApplicationConfig());
    expect(() => guard.canActivate(execution)).toThrow('before the application had started');
  });
});
