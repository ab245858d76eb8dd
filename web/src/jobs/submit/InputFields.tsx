import { useSession } from '../../app/session';
import { Icon } from '../../shared/parts/Icon';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { filesOf, useFileDrop } from '../../shared/dropping';
import type { TypedInputs } from './inputs';
import { submitText } from './text';

interface Props {
    typed: string;
    onTyped: (typed: string) => void;
    parsed: TypedInputs;
    files: File[];
    onFiles: (files: File[]) => void;
}

/** What the job is to work on: URLs, files, or both. */
export function InputFields({ typed, onTyped, parsed, files, onFiles }: Props) {
    const text = useText(submitText);
    const format = useFormat();
    const { server } = useSession();
    const add = (more: File[]): void => onFiles([...files, ...more]);
    const [over, dropProps] = useFileDrop(true, (transfer) => add(filesOf(transfer)));
    const bad = parsed.bad[0];
    return (
        <>
            <div className="field">
                <label htmlFor="urls">{text.inputs}</label>
                <textarea
                    id="urls"
                    className="input mono"
                    rows={4}
                    spellCheck={false}
                    placeholder="https://…"
                    autoFocus
                    aria-describedby="urls-hint"
                    aria-invalid={bad !== undefined}
                    value={typed}
                    onChange={(event) => onTyped(event.target.value)}
                />
                <small id="urls-hint" className={bad ? 'submit-bad' : undefined}>
                    {bad ? text.badLine(bad.line, bad.text) : text.inputsHint(format.number(parsed.urls.length))}
                </small>
            </div>
            <label className={over ? 'drop-zone over' : 'drop-zone'} data-testid="drop-zone" {...dropProps}>
                <input
                    type="file"
                    multiple
                    className="unseen"
                    onChange={(event) => {
                        add(Array.from(event.target.files ?? []));
                        event.target.value = '';
                    }}
                />
                <Icon name="upload" size={20} />
                <span>{text.drop}</span>
                <small className="soft" aria-hidden="true">
                    {text.dropHint(format.bytes(server.maxUploadBytes))}
                </small>
            </label>
            {files.length > 0 && <FileList files={files} onRemove={(at) => onFiles(files.filter((_, index) => index !== at))} />}
        </>
    );
}

function FileList({ files, onRemove }: { files: File[]; onRemove: (at: number) => void }) {
    const text = useText(submitText);
    const format = useFormat();
    return (
        <ul className="submit-files" aria-label={text.files}>
            {files.map((file, index) => (
                <li key={`${index}/${file.name}`}>
                    <span>{file.name}</span>
                    <span className="soft nowrap">{format.bytes(file.size)}</span>
                    <button type="button" className="button quiet tiny" aria-label={text.remove(file.name)} onClick={() => onRemove(index)}>
                        <Icon name="close" size={14} />
                    </button>
                </li>
            ))}
        </ul>
    );
}
