import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { videoText } from './text';

/** How many of a long video's frames are there. */
export function LoadingFrames({ loaded, all }: { loaded: number; all: number }) {
    const text = useText(videoText);
    const format = useFormat();
    return (
        <p className="soft small" role="status">
            {text.loaded(format.number(loaded), format.number(all))}
        </p>
    );
}
