export { AddressThrottleGuard } from './address-throttle.guard.js';
export { MemoryThrottleStorage, type MemoryThrottleStorageOptions } from './memory-throttle-storage.js';
export type { Limit, Rate, RateText } from './rate.js';
export { type RedisClient, RedisThrottleStorage, type RedisThrottleStorageOptions } from './redis-throttle-storage.js';
export { type Throttle, throttle, type ThrottleOptions } from './throttle.js';
export { Throttled } from './throttled.exception.js';
export { SkipThrottles, Throttles } from './throttles.decorator.js';
export { ThrottlesModule, type ThrottlesModuleAsyncOptions } from './throttles.module.js';
export type { ThrottlesModuleOptions, ThrottlesOptionsFactory } from './throttles-options.js';
