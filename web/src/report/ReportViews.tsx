import { Empty } from '../shared/parts/Empty';
import { PageTitle } from '../shared/parts/PageTitle';
import { match, usePath } from '../shared/router';
import { useText } from '../shared/text/LanguageProvider';
import type { Report } from './data';
import { Overview } from './Overview';
import { SearchReport } from './SearchReport';
import { ReportedVideo } from './ReportedVideo';
import { reportText } from './text';

/** The view of a report that the address names. */
export function ReportViews({ report }: { report: Report | null }) {
    const video = match('/library/:video', usePath())?.['video'];
    if (report === null) {
        return <NoReport />;
    }
    if ('query' in report) {
        return <SearchReport report={report} />;
    }
    return video === undefined ? <Overview report={report} /> : <ReportedVideo key={video} id={video} report={report} />;
}

function NoReport() {
    const text = useText(reportText);
    return (
        <main className="page" id="main">
            <PageTitle>{text.report}</PageTitle>
            <Empty title={text.nothing}>
                <p>{text.nothingHow}</p>
            </Empty>
        </main>
    );
}
