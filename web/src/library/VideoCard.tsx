import { sized, titleOf, type Video } from '../api/library';
import { Icon } from '../shared/parts/Icon';
import { Link } from '../shared/parts/Link';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { libraryText } from './text';

/** A video as its poster, with how much of it was kept. */
export function VideoCard({ video }: { video: Video }) {
    const text = useText(libraryText);
    const format = useFormat();
    const poster = video.poster === null ? '' : sized(video.poster, 480);
    return (
        <li className="video-card" data-row-group>
            <Link href={`/library/${encodeURIComponent(video.id)}`} data-row>
                <span className="video-poster">
                    {poster !== '' ? <img src={poster} alt="" loading="lazy" decoding="async" /> : <Icon name="image" size={28} />}
                    <span className="video-tags">
                        {video.hls && <span title={text.streamTitle}>{text.stream}</span>}
                        {video.damaged && <span className="warn">{text.damaged}</span>}
                    </span>
                    {video.durationSeconds !== null && <span className="video-length">{format.clock(Math.round(video.durationSeconds) * 1000)}</span>}
                </span>
                <span className="video-title">{titleOf(video)}</span>
            </Link>
            <p className="dot-list soft small">
                <span>{text.keptOf(format.number(video.kept), format.number(video.frames))}</span>
                {video.width !== null && (
                    <span>
                        {video.width}×{video.height}
                    </span>
                )}
            </p>
        </li>
    );
}
