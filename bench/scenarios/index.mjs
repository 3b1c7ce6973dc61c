import s1 from './s1-authenticated.mjs';
import s2 from './s2-role.mjs';
import s3 from './s3-or.mjs';
import s4 from './s4-tree.mjs';

/** What is measured of requests, by the name that the results have. */
export const scenarios = { S1: s1, S2: s2, S3: s3, S4: s4 };
