import { useCallback, type ReactNode } from 'react';
import { getLibrary, getVideo, titleOf, type LibraryInfo, type Video } from '../../api/library';
import { useRequest } from '../../shared/hooks/useRequest';
import { Link } from '../../shared/parts/Link';
import { Loading } from '../../shared/parts/Loading';
import { PageTitle } from '../../shared/parts/PageTitle';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { useFrames, type LoadedFrames } from './useFrames';
import './video.css';

export interface LoadedVideo {
    video: Video;
    library: LibraryInfo;
    loaded: LoadedFrames;
    /** Asks for all of it again. */
    reload: () => void;
}

interface Props {
    id: string;
    /** Where the way back leads, and what it is called. */
    back: { href: string; name: string };
    children: (loaded: LoadedVideo) => ReactNode;
}

/** A page about one video: its title, and what is said of it as soon as it is there. */
export function VideoPage({ id, back, children }: Props) {
    const { data, problem, reload: again } = useRequest(id, async (signal) => {
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
                <Link href={back.href} className="small">
                    {back.name}
                </Link>
                <PageTitle>{data ? titleOf(data.video) : id}</PageTitle>
            </div>
            <ProblemNote problem={wrong} onRetry={reload} />
            {data && ready ? children({ ...data, loaded, reload }) : !wrong && <Loading />}
        </main>
    );
}
