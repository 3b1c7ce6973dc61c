import { Controller, Get, ParseIntPipe, Post } from '@nestjs/common';
import { IsAuthenticated, LoadedObject, LoadObject, PermissionsModule } from '../../../lib/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { addHandlers, itAnswersAsTheTableSays, Notes, PERSONAS } from '../../support/truth-table.js';

@Controller()
class TruthController {}

addHandlers(TruthController, ({ name, kind }) => {
  if (kind === 'read') return [Get(name)];
  if (kind === 'write') return [Post(name)];
  LoadedObject()(TruthController.prototype, name, 0);
  return [Get(`${name}/:id`), LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })];
});

const application = {
  imports: [HeaderAuthModule, PermissionsModule.forRoot([IsAuthenticated])],
  controllers: [TruthController],
  providers: [Notes],
};

onEveryRunningAdapter('HTTP', application, (app) => {
  itAnswersAsTheTableSays(async (who, { name, kind }, id) => {
    const client = as(app(), PERSONAS[who]);
    const paths = { read: `/${name}`, write: `/${name}`, note: `/${name}/${String(id)}` };
    const answer = await (kind === 'write' ? client.post(paths.write) : client.get(paths[kind]));
    return answer.status < 400 ? answer.text : (answer.body as { code: string }).code;
  });
});
