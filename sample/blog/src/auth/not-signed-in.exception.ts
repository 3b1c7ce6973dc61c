import { UnauthorizedException } from '@nestjs/common';

/** A sign-in or a token that is refused, with the same four fields as every refusal of the library. */
export class NotSignedIn extends UnauthorizedException {
  constructor(code: string, message: string) {
    super({ statusCode: 401, error: 'Unauthorized', message, code });
  }
}
