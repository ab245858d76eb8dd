import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Boundary } from '../app/Boundary';
import { routeByHash } from '../shared/router';
import { LanguageProvider } from '../shared/text/LanguageProvider';
import { applyTheme } from '../shared/theme';
import '../shared/base.css';
import '../shared/controls.css';
import '../shared/layout.css';
import { readReport } from './data';
import { ReportShell } from './ReportShell';
import { ReportViews } from './ReportViews';
import './report.css';

applyTheme();
routeByHash();
const root = document.getElementById('root');
if (root === null) {
    throw new Error('report.html has no element with the id root.');
}
const report = readReport(document.getElementById('data')?.textContent ?? '');
createRoot(root).render(
    <StrictMode>
        <LanguageProvider>
            <ReportShell>
                <Boundary>
                    <ReportViews report={report} />
                </Boundary>
            </ReportShell>
        </LanguageProvider>
    </StrictMode>,
);
