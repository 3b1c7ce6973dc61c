import { UseGuards } from '@nestjs/common';
import orGuard from '@nest-lab/or-guard';

const { OrGuard } = orGuard;

/** As the README of @nest-lab/or-guard has it. @param rules each the condition of one guard */
export function anyGuard(...rules) {
  const guards = rules.map(
    (rule) =>
      class RuleGuard {
        canActivate(context) {
          return rule(context.switchToHttp().getRequest().user);
        }
      },
  );
  return { on: [UseGuards(OrGuard(guards))], providers: guards };
}
