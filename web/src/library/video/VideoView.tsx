import { useCallback } from 'react';
import { getLibrary, getVideo, type LibraryInfo, type Video } from '../../api/library';
import { useRequest } from '../../shared/hooks/useRequest';
import { Link } from '../../shared/parts/Link';
import { Loading } from '../../shared/parts/Loading';
import { PageTitle } from '../../shared/parts/PageTitle';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { useText } from '../../shared/text/LanguageProvider';
import { VideoBody } from './VideoBody';
import { videoText } from './text';
import { useFrames } from './useFrames';
import './video.css';

interface Loaded {
    video: Video;
    library: LibraryInfo;
}

/** One video: its player, what was decided on each of its frames, and what other thresholds would decide. */
export default function VideoView({ id }: { id: string }) {
    const text = useText(videoText);
    const { data, problem, reload: again } = useRequest(id, async (signal): Promise<Loaded> => {
        const [video, library] = await Promise.all([getVideo(id, signal), getLibrary(signal)]);
        return { video, library };
    });
    const loaded = useFrames(id);
    const { reload: loadAgain } = loaded;
    const reload = useCallback(() => {
        again();
        loadAgain();
    }, [again, loadAgain]);
    const ready = loaded.complete || loaded.frames.length > 0;
    const wrong = problem ?? loaded.problem;
    return (
        <main className="page" id="main">
            <div className="page-title">
                <Link href="/library" className="small">
                    {text.library}
                </Link>
                <PageTitle>{data?.video.title ?? id}</PageTitle>
            </div>
            <ProblemNote problem={wrong} onRetry={reload} />
            {data && ready ? <VideoBody video={data.video} loaded={loaded} limits={data.library.limits} lastDecision={data.library.lastDecision} onChanged={reload} /> : !wrong && <Loading />}
        </main>
    );
}
