import { htmlReport } from './html-report.js';
import { jsonReport } from './json-report.js';
import type { JudgedReport } from './judged-report.js';
import { markdownReport } from './markdown-report.js';
import { sarifReport } from './sarif-report.js';
import { tableReport } from './table-report.js';

/** How a report can be written. */
export type Format = 'table' | 'json' | 'markdown' | 'sarif' | 'html';

/** Every format: the same report gives the same text. */
export const FORMATS: Readonly<Record<Format, (report: JudgedReport, colours: boolean) => string>> = {
  table: tableReport,
  json: jsonReport,
  markdown: markdownReport,
  sarif: sarifReport,
  html: htmlReport,
};
