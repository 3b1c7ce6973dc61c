import nestCasl from 'nest-casl';
import { Param } from '@nestjs/common';
import { loadingGuard, loadingOurs } from '../contenders/loading-guard.mjs';
import { nestCaslRead } from '../contenders/nest-casl.mjs';
import { authorOf, isAuthor, Thing, ThingsService } from '../contenders/things.mjs';
import { injectable } from '../harness/route.mjs';
import { user } from '../harness/users.mjs';

const things = new ThingsService();
const thing = await things.findOne('7');

/** How nest-casl is told to find the object. */
class ThingHook {
  constructor(service) {
    this.service = service;
  }

  run({ params }) {
    return this.service.findOne(params.id);
  }
}
injectable(ThingHook, ThingsService);

export default {
  title: 'object loaded, checked, handed over',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: [403, 404], ask: () => ({ user: user(), id: '10000' }) },
  ],
  contenders: {
    'no guard': () => ({ parameters: [Param('id')], handle: () => thing }),
    'handler loads, unchecked': () => ({ parameters: [Param('id')], handle: (id) => things.findOne(id) }),
    'hand-written': () => loadingGuard(isAuthor),
    ours: (library) => loadingOurs(library, authorOf(library)),
    'ours, where()': (library) => loadingOurs(library, library.isOwner('authorId')),
    'nest-casl': () => ({
      ...nestCaslRead({ reader: ({ user: reader, can }) => can('read', Thing, { authorId: reader.id }) }, ThingHook),
      parameters: [nestCasl.CaslSubject()],
      handle: (subject) => subject.get(),
      providers: [ThingsService],
    }),
  },
};
