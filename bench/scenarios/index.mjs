import { listed, loaded, one, ten } from './floor.mjs';
import s1 from './s1-authenticated.mjs';
import { asked, returned } from './s10-checks.mjs';
import s2 from './s2-role.mjs';
import s3 from './s3-or.mjs';
import s4 from './s4-tree.mjs';
import s5 from './s5-object.mjs';
import { forbidden, hidden, unauthorized } from './s6-refused.mjs';
import s7 from './s7-request-scoped.mjs';
import s8 from './s8-open.mjs';
import { hundred } from './s9-list.mjs';

/**
 * What is measured of requests, by the name that the results have.
 *
 * - `requests`: what is asked, and the status that every contender but an open one answers; the first is measured
 * - `contenders`: what `route()` takes, made from the library where a contender's name begins with "ours"
 * - `references`: the contenders that all others are compared with
 * - `compare`: what is compared, the time that a contender `added` to no guard, or the `whole` request
 */
export const scenarios = {
  S1: s1,
  S2: s2,
  S3: s3,
  S4: s4,
  S5: s5,
  S6a: unauthorized,
  S6b: forbidden,
  S6c: hidden,
  S7: s7,
  S8: s8,
  S9: hundred,
  S10a: asked,
  S10b: returned,
  F1: one,
  F2: ten,
  F3: loaded,
  F4: listed,
};
