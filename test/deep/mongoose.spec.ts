import { Query } from 'mingo';
import sift from 'sift';
import { type Matcher, openMongoose } from '../contract/mongoose-adapter.js';
import { describeInDepth } from './describe-in-depth.js';

const MATCHERS: Readonly<Record<string, Matcher>> = {
  mingo: (filter) => {
    const query = new Query(filter);
    return (document) => query.test(document as Record<string, unknown>);
  },
  sift: (filter) => sift.default(filter),
};

describeInDepth(
  'Mongoose',
  Object.fromEntries(
    Object.entries(MATCHERS).map(([name, matcher]) => [name, () => Promise.resolve(openMongoose(matcher))]),
  ),
);
