import { useEffect, useState } from 'react';
import { filesOf, useFileDrop } from '../shared/dropping';
import { Icon } from '../shared/parts/Icon';
import { useText } from '../shared/text/LanguageProvider';
import { searchText } from './text';

const isPicture = (file: File): boolean => file.type.startsWith('image/');

/** Takes a picture that is dropped, pasted or chosen. */
export function PictureDrop({ onPicture, small = false }: { onPicture: (picture: File) => void; small?: boolean }) {
    const text = useText(searchText);
    const [wrong, setWrong] = useState(false);
    const take = (files: readonly File[]): void => {
        const picture = files.find(isPicture);
        setWrong(picture === undefined);
        if (picture) {
            onPicture(picture);
        }
    };
    const [over, dropProps] = useFileDrop(true, (transfer) => take(filesOf(transfer)));
    usePastedPicture(onPicture);
    return (
        <label className={`drop-zone picture-drop${over ? ' over' : ''}${small ? ' small' : ''}`} data-testid="search-drop-zone" {...dropProps}>
            <input
                type="file"
                accept="image/*"
                className="unseen"
                onChange={(event) => {
                    take(Array.from(event.target.files ?? []));
                    event.target.value = '';
                }}
            />
            <Icon name="picture" size={small ? 16 : 24} />
            <span>{text.drop}</span>
            {!small && (
                <small className="soft" aria-hidden="true">
                    {text.dropHint}
                </small>
            )}
            {wrong && <span role="alert">{text.notPicture}</span>}
        </label>
    );
}

function usePastedPicture(onPicture: (picture: File) => void): void {
    useEffect(() => {
        const paste = (event: ClipboardEvent): void => {
            const picture = Array.from(event.clipboardData?.files ?? []).find(isPicture);
            if (picture) {
                event.preventDefault();
                onPicture(picture);
            }
        };
        document.addEventListener('paste', paste);
        return () => document.removeEventListener('paste', paste);
    }, [onPicture]);
}
