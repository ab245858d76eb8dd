import { Icon } from '../../shared/parts/Icon';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { submitText } from './text';

const mostShown = 100;

/** The files that are to be uploaded, each of which can be taken out again; of very many, the first. */
export function FileList({ files, onRemove }: { files: readonly File[]; onRemove: (at: number) => void }) {
    const text = useText(submitText);
    const format = useFormat();
    return (
        <ul className="submit-files" aria-label={text.files}>
            {files.slice(0, mostShown).map((file, index) => (
                <li key={`${index}/${file.name}`}>
                    <span>{file.name}</span>
                    <span className="soft nowrap">{format.bytes(file.size)}</span>
                    <button type="button" className="button quiet tiny" aria-label={text.remove(file.name)} onClick={() => onRemove(index)}>
                        <Icon name="close" size={14} />
                    </button>
                </li>
            ))}
            {files.length > mostShown && <li className="soft">{text.moreFiles(format.number(files.length - mostShown))}</li>}
        </ul>
    );
}
