import { useMemo } from 'react';
import { framePath, type Frame } from '../../api/library';
import { Link } from '../../shared/parts/Link';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { splitFrameId } from './frames';
import { FrameImage } from './FrameImage';
import { videoText } from './text';

interface Props {
    video: string;
    frame: Frame;
    frames: readonly Frame[];
    onSeek: (ms: number) => void;
}

/** A dropped duplicate beside the frame that was kept instead; a kept frame beside those it was kept for. */
export function Duplicates({ video, frame, frames, onSeek }: Props) {
    return frame.twin === null ? <DuplicatesOfKept video={video} frame={frame} frames={frames} onSeek={onSeek} /> : <Pair video={video} frame={frame} twin={frame.twin} />;
}

function Pair({ video, frame, twin }: { video: string; frame: Frame; twin: string }) {
    const text = useText(videoText);
    const format = useFormat();
    const other = splitFrameId(twin);
    return (
        <div className="twins" role="group" aria-label={text.twins}>
            <figure>
                <FrameImage image={frame.image} width={480} alt={text.frame(format.clock(frame.timeMs))} frame={frame} />
                <figcaption>{text.thisFrame}</figcaption>
            </figure>
            <figure>
                <Link href={`/library/${encodeURIComponent(other.video)}?t=${other.timeMs}`}>
                    <FrameImage image={framePath(other.video, other.timeMs)} width={480} alt={text.frame(format.clock(other.timeMs))} frame={frame} />
                </Link>
                <figcaption>
                    {text.twin}: {format.clock(other.timeMs)}
                    {other.video !== video && ` ${text.inOther}`}
                    {frame.score !== null && <span className="soft"> · {text.distance(format.number(frame.score))}</span>}
                </figcaption>
            </figure>
        </div>
    );
}

const most = 8;

function DuplicatesOfKept({ video, frame, frames, onSeek }: Props) {
    const text = useText(videoText);
    const format = useFormat();
    const name = `${video}/${frame.timeMs}`;
    const twins = useMemo(() => frames.filter((other) => other.twin === name), [frames, name]);
    if (twins.length === 0) {
        return null;
    }
    return (
        <div className="twin-row" role="group" aria-label={text.twins}>
            <p className="soft small">{text.twinOf(format.number(twins.length))}</p>
            <ul>
                {twins.slice(0, most).map((twin) => (
                    <li key={twin.timeMs}>
                        <button type="button" onClick={() => onSeek(twin.timeMs)}>
                            <FrameImage image={twin.image} width={160} alt={text.frame(format.clock(twin.timeMs))} frame={twin} />
                            <span className="small">{twin.score !== null && text.distance(format.number(twin.score))}</span>
                        </button>
                    </li>
                ))}
            </ul>
        </div>
    );
}
