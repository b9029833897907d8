import type { PageData } from './model/inspect-report.ts';
import { openReport } from './report-page.ts';

// Written into the page by fillPage; it is ours, whatever the strings in it say.
openReport(JSON.parse(document.getElementById('page-data')?.textContent ?? '') as PageData);
