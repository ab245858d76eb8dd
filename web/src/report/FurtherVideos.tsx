import { common } from '../shared/text/common';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { LibraryReport } from './data';
import { reportText } from './text';

/** The videos whose frames the report has no room for: some in a table, the rest in one sentence. */
export function FurtherVideos({ further, shown }: { further: LibraryReport['further']; shown: number }) {
    const text = useText(reportText);
    const words = useText(common);
    const format = useFormat();
    if (further.listed.length === 0) {
        return null;
    }
    return (
        <>
            <h3 id="further">{text.further}</h3>
            <p className="soft small">{text.furtherHow(format.number(shown))}</p>
            <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="further">
                <table className="table">
                    <thead>
                        <tr>
                            <th scope="col">{text.source}</th>
                            <th scope="col" className="right">
                                {text.sampled}
                            </th>
                            <th scope="col" className="right">
                                {words.rule['kept']}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {further.listed.map((video) => (
                            <tr key={video.source}>
                                <th scope="row">{video.source}</th>
                                <td className="right">{format.number(video.sampled)}</td>
                                <td className="right">{format.number(video.kept)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {further.unlisted > 0 && <p className="soft">{text.unlisted(format.number(further.unlisted), format.number(further.sampled), format.number(further.kept))}</p>}
        </>
    );
}
