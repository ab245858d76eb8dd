import { useEffect, useState } from 'react';
import { filesOf, useFileDrop } from '../shared/dropping';
import { Icon } from '../shared/parts/Icon';
import { useText } from '../shared/text/LanguageProvider';
import { searchText } from './text';

const isImage = (file: File): boolean => file.type.startsWith('image/');

/** Takes an image that is dropped, pasted or chosen. */
export function ImageDrop({ onImage, small = false }: { onImage: (image: File) => void; small?: boolean }) {
    const text = useText(searchText);
    const [wrong, setWrong] = useState(false);
    const take = (files: readonly File[]): void => {
        const image = files.find(isImage);
        setWrong(image === undefined);
        if (image) {
            onImage(image);
        }
    };
    const [over, dropProps] = useFileDrop(true, (transfer) => take(filesOf(transfer)));
    usePastedImage(onImage);
    return (
        <label className={`drop-zone image-drop${over ? ' over' : ''}${small ? ' small' : ''}`} data-testid="search-drop-zone" {...dropProps}>
            <input
                type="file"
                accept="image/*"
                className="unseen"
                onChange={(event) => {
                    take(Array.from(event.target.files ?? []));
                    event.target.value = '';
                }}
            />
            <Icon name="image" size={small ? 16 : 24} />
            <span>{text.drop}</span>
            {!small && (
                <small className="soft" aria-hidden="true">
                    {text.dropHint}
                </small>
            )}
            {wrong && <span role="alert">{text.notImage}</span>}
        </label>
    );
}

function usePastedImage(onImage: (image: File) => void): void {
    useEffect(() => {
        const paste = (event: ClipboardEvent): void => {
            const image = Array.from(event.clipboardData?.files ?? []).find(isImage);
            if (image) {
                event.preventDefault();
                onImage(image);
            }
        };
        document.addEventListener('paste', paste);
        return () => document.removeEventListener('paste', paste);
    }, [onImage]);
}
