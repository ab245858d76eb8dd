import { useState } from 'react';
import type { Frame } from '../../api/library';
import { useText } from '../../shared/text/LanguageProvider';
import { videoText } from './text';

/** A frame's picture; where it is not at hand (a dropped frame whose video is gone), a place that says so. An empty address is known not to be. */
export function Picture({ src, alt, frame }: { src: string; alt: string; frame: Pick<Frame, 'width' | 'height'> }) {
    const text = useText(videoText);
    const [missing, setMissing] = useState<string | null>(null);
    const shape = { aspectRatio: `${frame.width || 16} / ${frame.height || 9}` };
    return src === '' || missing === src ? (
        <span className="picture missing" role="img" aria-label={alt === '' ? text.noPicture : `${alt}: ${text.noPicture}`} style={shape}>
            {text.noPicture}
        </span>
    ) : (
        <img className="picture" src={src} alt={alt} loading="lazy" decoding="async" style={shape} onError={() => setMissing(src)} />
    );
}
