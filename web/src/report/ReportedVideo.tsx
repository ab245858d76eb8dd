import { VideoBody } from '../library/video/VideoBody';
import { VideoPage } from '../library/video/VideoPage';
import { common } from '../shared/text/common';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { LimitList } from './LimitList';
import type { LeftOut, LibraryReport } from './data';
import { reportText } from './text';

/** One video as the page of serve shows it, with the frames that the report has. */
export function ReportedVideo({ id, report }: { id: string; report: LibraryReport }) {
    const text = useText(reportText);
    return (
        <VideoPage id={id} back={{ href: '/', name: text.report }}>
            {({ video, library, loaded }) => (
                <>
                    <LeftOutNote leftOut={report.leftOut[id] ?? { frames: [], sources: 0 }} />
                    <VideoBody video={video} loaded={loaded} limits={library.limits} startMs={loaded.frames.find((frame) => frame.image !== null)?.timeMs ?? 0}>
                        <LimitList limits={library.limits} frames={loaded.frames} />
                    </VideoBody>
                </>
            )}
        </VideoPage>
    );
}

function LeftOutNote({ leftOut: { frames, sources } }: { leftOut: LeftOut }) {
    const text = useText(reportText);
    const words = useText(common);
    const format = useFormat();
    const list = frames.map(({ rule, count }) => `${format.number(count)} × ${words.rule[rule ?? 'kept'] ?? (rule || text.dropped)}`).join(', ');
    return (
        <>
            {list !== '' && <p className="soft small">{text.leftOut(list)}</p>}
            {sources > 0 && <p className="soft small">{text.moreSources(sources, format.number(sources))}</p>}
        </>
    );
}
