import { useEffect, useState } from 'react';
import { framePath, sized } from '../api/library';
import { splitFrameId } from '../library/video/frames';
import { Icon } from '../shared/parts/Icon';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { ImageDrop } from './ImageDrop';
import { searchText } from './text';

interface Props {
    image: File | null;
    /** A frame of the library as video/timeMs, where there is no image. */
    frame: string | null;
    onClear: () => void;
    onImage: (image: File) => void;
}

/** What is searched for, and the way to something else. */
export function QueryImage({ image, frame, onClear, onImage }: Props) {
    const text = useText(searchText);
    const format = useFormat();
    const url = useObjectUrl(image);
    const { video, timeMs } = splitFrameId(frame ?? '/0');
    const label = image ? text.likeName(image.name) : text.like(format.clock(timeMs));
    const source = image ? url : sized(framePath(video, timeMs), 480);
    return (
        <div className="query-image" role="group" aria-label={text.query}>
            {source && <img src={source} alt={label} />}
            <div className="query-side">
                <strong>{label}</strong>
                <ImageDrop onImage={onImage} small />
                <button type="button" className="button tiny" onClick={onClear}>
                    <Icon name="close" size={14} />
                    {text.clear}
                </button>
            </div>
        </div>
    );
}

function useObjectUrl(file: File | null): string | null {
    const [url, setUrl] = useState<string | null>(null);
    useEffect(() => {
        if (file === null) {
            return;
        }
        const made = URL.createObjectURL(file);
        setUrl(made);
        return () => {
            URL.revokeObjectURL(made);
            setUrl(null);
        };
    }, [file]);
    return url;
}
