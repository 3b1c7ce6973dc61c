import { HttpException } from '@nestjs/common';
import { missing, type Refusal } from '../../lib/decision/refusal.js';
import { exceptionFor, NotAuthenticated, ObjectNotFound, PermissionDenied } from '../../lib/exceptions.js';

const refusal = (status: number): Refusal => ({ status, message: 'No.', code: 'no', denial: { by: 'IsAuthor' } });

describe('the exception for a refusal', () => {
  it.each([
    [401, NotAuthenticated, 'Unauthorized'],
    [402, PermissionDenied, 'Payment Required'],
    [403, PermissionDenied, 'Forbidden'],
    [404, ObjectNotFound, 'Not Found'],
    [409, PermissionDenied, 'Conflict'],
    [423, PermissionDenied, 'Locked'],
    [429, PermissionDenied, 'Too Many Requests'],
    [451, PermissionDenied, 'Unavailable For Legal Reasons'],
  ])('of status %i has a body like those of Nest, and a code', (statusCode, type, error) => {
    const exception = exceptionFor(refusal(statusCode));

    expect(exception.constructor).toBe(type);
    expect(exception).toBeInstanceOf(HttpException);
    expect(exception.getStatus()).toBe(statusCode);
    expect(exception.getResponse()).toEqual({ statusCode, error, message: 'No.', code: 'no' });
    expect(exception).toMatchObject({ message: 'No.', code: 'no' });
  });

  it('keeps the rule as its cause, and out of its body', () => {
    const exception = exceptionFor(refusal(403));

    expect(exception.cause).toEqual({ by: 'IsAuthor' });
    expect(JSON.stringify(exception.getResponse())).not.toContain('IsAuthor');
  });

  it('is the same for what is missing and what is hidden', () => {
    const [absent, hidden] = [exceptionFor(missing()), exceptionFor(missing({ by: 'IsAuthor' }))];

    expect(JSON.stringify(hidden.getResponse())).toBe(JSON.stringify(absent.getResponse()));
    expect(hidden.getStatus()).toBe(absent.getStatus());
  });

  it('captures no stack, and leaves those of others as they are', () => {
    expect(exceptionFor(refusal(403)).stack).not.toContain('    at ');
    expect(new Error('other').stack).toContain('    at ');
  });

  it('has a body for a status that nobody knows', () => {
    expect(exceptionFor(refusal(499)).getResponse()).toMatchObject({ error: 'Error' });
  });
});
