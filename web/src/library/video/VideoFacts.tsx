import type { Video } from '../../api/library';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { videoText } from './text';

export function VideoFacts({ video }: { video: Video }) {
    const text = useText(videoText);
    const format = useFormat();
    const facts: [string, string | null][] = [
        [text.length, video.durationSeconds === null ? null : format.duration(video.durationSeconds)],
        [text.size, video.width === null ? null : `${video.width}×${video.height}`],
        [text.codec, video.codec],
        [text.rate, video.fps === null ? null : text.fps(format.number(video.fps, 2))],
        [text.source, video.sources.join('\n')],
    ];
    return (
        <section className="card fact-panel" aria-labelledby="details">
            <header className="card-head">
                <h2 id="details">{text.details}</h2>
                {video.media && (
                    <a className="small" href={video.media}>
                        {text.openOriginal}
                    </a>
                )}
            </header>
            <dl className="card-body video-facts">
                {facts
                    .filter(([, value]) => value !== null)
                    .map(([name, value]) => (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    ))}
            </dl>
            {video.damaged && <p className="card-body video-damaged">{text.damaged}</p>}
        </section>
    );
}
