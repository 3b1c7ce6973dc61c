import { type AuditReport, auditModule } from 'nestjs-permissions';
import { Baseline } from '../../../lib/cli/baseline.js';
import { type Format, FORMATS } from '../../../lib/cli/format.js';
import { judge } from '../../../lib/cli/judged-report.js';
import { AppModule } from '../../../sample/blog/src/app.module.js';
import { expectGolden } from '../../unit/cli/golden.js';

describe('the audit of the blog', () => {
  let report: AuditReport;
  beforeAll(async () => {
    report = await auditModule(AppModule);
  });

  it.each(Object.keys(FORMATS) as Format[])('as %s is the golden one', (format) => {
    const judged = judge(report, new Baseline(), { version: '1.2.3', module: 'dist/app.module.js' });
    expectGolden(`blog-${format}.golden`, FORMATS[format](judged, false));
  });
});
