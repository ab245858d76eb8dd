import { useState } from 'react';
import { embeddedProblem } from '../../api/embedded';
import { sized, type Frame } from '../../api/library';
import { useText } from '../../shared/text/LanguageProvider';
import { videoText } from './text';

interface Props {
    /** Null where it is known that there is none. */
    image: string | null;
    width: number;
    alt: string;
    frame: Pick<Frame, 'width' | 'height'>;
    /** What is said where it is known that there is none. */
    instead?: string | undefined;
}

/** A frame's image; where it is not available (a dropped frame whose video is gone), a place that says so. */
export function FrameImage({ image, width, alt, frame, instead }: Props) {
    const text = useText(videoText);
    const [missing, setMissing] = useState<string | null>(null);
    const src = image === null ? '' : sized(image, width);
    const problem = image === null ? null : embeddedProblem(image);
    const why = problem === null ? (image === null && instead ? instead : text.noImage) : text.imageProblem[problem];
    const shape = { aspectRatio: `${frame.width || 16} / ${frame.height || 9}` };
    return src === '' || missing === src ? (
        <span className="frame-image missing" role="img" aria-label={alt === '' ? why : `${alt}: ${why}`} style={shape}>
            {why}
        </span>
    ) : (
        <img className="frame-image" src={src} alt={alt} loading="lazy" decoding="async" style={shape} onError={() => setMissing(src)} />
    );
}
