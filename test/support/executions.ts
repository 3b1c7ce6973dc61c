import type { ExecutionContext } from '@nestjs/common';

class PostsController {
  update(): string {
    return 'updated';
  }
}

/** Nest's execution context for a handler, with these arguments. */
export function executionOf(args: readonly unknown[], { type = 'http' } = {}): ExecutionContext {
  return {
    getType: () => type,
    getArgs: () => args,
    getArgByIndex: (index: number) => args[index],
    getClass: () => PostsController,
    getHandler: () => PostsController.prototype.update,
  } as unknown as ExecutionContext;
}
