import { openEvidencePage } from './evidence-page.ts';
import type { EvidencePageData } from './model/page-data.ts';

// Written into the page by fillPage; it is ours, whatever the strings in it say.
openEvidencePage(JSON.parse(document.getElementById('page-data')?.textContent ?? '') as EvidencePageData);
