import { useSession } from '../../app/session';
import { Icon } from '../../shared/parts/Icon';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { useFileDrop } from '../../shared/dropping';
import { FileList } from './FileList';
import { droppedFiles, noFiles, together, type ChosenFiles } from './folders';
import type { TypedInputs } from './inputs';
import { submitText } from './text';

interface Props {
    typed: string;
    onTyped: (typed: string) => void;
    parsed: TypedInputs;
    pipeline: string;
    chosen: ChosenFiles;
    onChosen: (change: (old: ChosenFiles) => ChosenFiles) => void;
}

/** What the job is to work on: URLs, files, or both. */
export function InputFields({ typed, onTyped, parsed, pipeline, chosen, onChosen }: Props) {
    const text = useText(submitText);
    const format = useFormat();
    const { server } = useSession();
    const add = (more: ChosenFiles): void => onChosen((old) => together(old, more));
    const [over, dropProps] = useFileDrop(true, (transfer) => void droppedFiles(transfer, pipeline).then(add));
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
                        add({ ...noFiles, files: Array.from(event.target.files ?? []) });
                        event.target.value = '';
                    }}
                />
                <Icon name="upload" size={20} />
                <span>{text.drop}</span>
                <small className="soft" aria-hidden="true">
                    {text.dropHint(format.bytes(server.maxUploadBytes))}
                </small>
            </label>
            {chosen.fromFolders + chosen.leftOut > 0 && (
                <p className="soft small" role="status">
                    {text.fromFolders(chosen.fromFolders, format.number(chosen.fromFolders), chosen.leftOut, format.number(chosen.leftOut))}
                </p>
            )}
            {chosen.files.length > 0 && <FileList files={chosen.files} onRemove={(at) => onChosen((old) => ({ ...old, files: old.files.filter((_, index) => index !== at) }))} />}
        </>
    );
}
