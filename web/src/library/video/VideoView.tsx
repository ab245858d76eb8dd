import { getLibrary, getVideo, listFrames, type Frame, type LibraryInfo, type Video } from '../../api/library';
import { useRequest } from '../../shared/hooks/useRequest';
import { Link } from '../../shared/parts/Link';
import { Loading } from '../../shared/parts/Loading';
import { PageTitle } from '../../shared/parts/PageTitle';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { useText } from '../../shared/text/LanguageProvider';
import { VideoBody } from './VideoBody';
import { videoText } from './text';
import './video.css';

interface Loaded {
    video: Video;
    frames: Frame[];
    library: LibraryInfo;
}

/** One video: its player, what was decided on each of its frames, and what other thresholds would decide. */
export default function VideoView({ id }: { id: string }) {
    const text = useText(videoText);
    const { data, problem, reload } = useRequest(id, async (signal): Promise<Loaded> => {
        const [video, { frames }, library] = await Promise.all([getVideo(id, signal), listFrames(id, signal), getLibrary(signal)]);
        return { video, frames: [...frames].sort((a, b) => a.timeMs - b.timeMs), library };
    });
    return (
        <main className="page" id="main">
            <div className="page-title">
                <Link href="/library" className="small">
                    {text.library}
                </Link>
                <PageTitle>{data?.video.title ?? id}</PageTitle>
            </div>
            <ProblemNote problem={problem} onRetry={reload} />
            {data ? <VideoBody video={data.video} frames={data.frames} limits={data.library.limits} onChanged={reload} /> : !problem && <Loading />}
        </main>
    );
}
