import { useEffect, useState } from 'react';
import { framePath, sized } from '../api/library';
import { splitTwin } from '../library/video/frames';
import { Icon } from '../shared/parts/Icon';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { PictureDrop } from './PictureDrop';
import { searchText } from './text';

interface Props {
    picture: File | null;
    /** A frame of the library as video/timeMs, where there is no picture. */
    frame: string | null;
    onClear: () => void;
    onPicture: (picture: File) => void;
}

/** What is searched for, and the way to something else. */
export function QueryPicture({ picture, frame, onClear, onPicture }: Props) {
    const text = useText(searchText);
    const format = useFormat();
    const url = useObjectUrl(picture);
    const { video, timeMs } = splitTwin(frame ?? '/0');
    const label = picture ? text.likeName(picture.name) : text.like(format.clock(timeMs));
    const source = picture ? url : sized(framePath(video, timeMs), 480);
    return (
        <div className="query-picture" role="group" aria-label={text.query}>
            {source && <img src={source} alt={label} />}
            <div className="query-side">
                <strong>{label}</strong>
                <PictureDrop onPicture={onPicture} small />
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
