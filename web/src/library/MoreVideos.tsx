import { useState } from 'react';
import { listVideos, type Video } from '../api/library';
import { useAction } from '../shared/hooks/useAction';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { VideoCard } from './VideoCard';

/** The pages after the first, asked for one by one. */
export function MoreVideos({ text: wanted, next }: { text: string; next: string | null }) {
    const words = useText(common);
    const action = useAction();
    const [rest, setRest] = useState<{ videos: Video[]; next: string | null } | null>(null);
    const cursor = rest ? rest.next : next;
    const load = (): void => {
        void action.run(async () => {
            const page = await listVideos(wanted, cursor, new AbortController().signal);
            setRest({ videos: [...(rest?.videos ?? []), ...page.videos], next: page.next });
        });
    };
    return (
        <>
            {rest?.videos.map((video) => (
                <VideoCard key={video.id} video={video} />
            ))}
            {cursor !== null && (
                <li className="more videos-more">
                    <ProblemNote problem={action.problem} />
                    <button type="button" className="button" disabled={action.busy} onClick={load}>
                        {words.loadMore}
                    </button>
                </li>
            )}
        </>
    );
}
