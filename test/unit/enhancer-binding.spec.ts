import type { CanActivate } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { runFirst, runLast } from '../../lib/enhancer-binding.js';

const guardOf = (): CanActivate => ({ canActivate: () => true });

describe('runLast', () => {
  const [first, ours, last] = [guardOf(), guardOf(), guardOf()];

  it('puts a guard behind all others, whenever they come', () => {
    const config = new ApplicationConfig();
    runLast(ours, config);
    for (const guard of [first, ours, last]) config.addGlobalGuard(guard);
    expect(config.getGlobalGuards()).toEqual([first, last, ours]);
  });

  it('adds no guard that is not there', () => {
    const config = new ApplicationConfig();
    runLast(ours, config);
    config.addGlobalGuard(first);
    expect(config.getGlobalGuards()).toEqual([first]);
  });
});

describe('runFirst', () => {
  const [first, ours, last] = [guardOf(), guardOf(), guardOf()];

  it('puts a guard before all others, whenever they come, beside one that is put behind them', () => {
    const config = new ApplicationConfig();
    runLast(first, config);
    runFirst(ours, config);
    for (const guard of [first, ours, last]) config.addGlobalGuard(guard);
    expect(config.getGlobalGuards()).toEqual([ours, last, first]);
  });
});
