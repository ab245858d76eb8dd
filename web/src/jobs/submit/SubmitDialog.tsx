import { useState, type FormEvent } from 'react';
import { priorities, type Priority } from '../../api/jobs';
import { getPipelines, type Pipeline } from '../../api/server';
import { useSession } from '../../app/session';
import { useRequest } from '../../shared/hooks/useRequest';
import { Dialog } from '../../shared/parts/Dialog';
import { Loading } from '../../shared/parts/Loading';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { useServerText } from '../../shared/text/server/useServerText';
import type { ChosenFiles } from './folders';
import { parseInputs } from './inputs';
import { InputFields } from './InputFields';
import { OptionFields } from './OptionFields';
import { SubmitFoot } from './SubmitFoot';
import { submitText } from './text';
import { useSubmission } from './useSubmission';
import './submit.css';

interface Props {
    initial: ChosenFiles;
    onClose: () => void;
}

/** The server takes no more files than that in one submission. */
const mostFiles = 1000;

export function SubmitDialog({ initial, onClose }: Props) {
    const text = useText(submitText);
    const { data, problem, reload } = useRequest('pipelines', getPipelines);
    return (
        <Dialog title={text.title} onClose={onClose} wide>
            <ProblemNote problem={problem} onRetry={reload} />
            {data ? <SubmitForm pipelines={data} initial={initial} onClose={onClose} /> : !problem && <Loading />}
        </Dialog>
    );
}

function SubmitForm({ pipelines, initial, onClose }: Props & { pipelines: Pipeline[] }) {
    const text = useText(submitText);
    const words = useText(common);
    const format = useFormat();
    const { server } = useSession();
    const [name, setName] = useState(pipelines[0]?.name ?? '');
    const [typed, setTyped] = useState('');
    const [chosen, setChosen] = useState(initial);
    const [label, setLabel] = useState('');
    const [priority, setPriority] = useState<Priority>('normal');
    const [options, setOptions] = useState<Record<string, string>>({});
    const sending = useSubmission();
    const said = useServerText();

    const pipeline = pipelines.find((one) => one.name === name);
    const { urls, bad } = parseInputs(typed);
    const { files } = chosen;
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const tooLarge = bytes > server.maxUploadBytes ? text.tooLarge(format.bytes(bytes), format.bytes(server.maxUploadBytes)) : null;
    const tooMany = files.length > mostFiles ? text.tooMany(format.number(files.length), format.number(mostFiles)) : null;
    const ready = tooLarge === null && tooMany === null && bad.length === 0 && (pipeline?.inputs === false || urls.length + files.length > 0);

    const submit = (event: FormEvent): void => {
        event.preventDefault();
        const inputs = pipeline?.inputs ? urls : [];
        sending.send({ pipeline: name, inputs, options, priority, ...(label.trim() && { label: label.trim() }) }, pipeline?.inputs ? files : []);
    };

    return (
        <form className="submit" onSubmit={submit}>
            <div className="field">
                <label htmlFor="pipeline">{text.pipeline}</label>
                <select
                    id="pipeline"
                    className="input"
                    value={name}
                    onChange={(event) => {
                        setName(event.target.value);
                        setOptions({});
                    }}
                >
                    {pipelines.map((one) => (
                        <option key={one.name}>{one.name}</option>
                    ))}
                </select>
                <small>{pipeline && said.sentence(pipeline.description)}</small>
            </div>
            {pipeline?.inputs && <InputFields pipeline={name} typed={typed} onTyped={setTyped} parsed={{ urls, bad }} chosen={chosen} onChosen={setChosen} />}
            <div className="submit-pair">
                <div className="field">
                    <label htmlFor="label">{text.label}</label>
                    <input id="label" className="input" value={label} maxLength={200} onChange={(event) => setLabel(event.target.value)} />
                    <small>{text.labelHint}</small>
                </div>
                <div className="field" role="group" aria-label={text.priority}>
                    <span className="label">{text.priority}</span>
                    <span className="segments">
                        {priorities.map((one) => (
                            <button key={one} type="button" aria-pressed={priority === one} onClick={() => setPriority(one)}>
                                {words.priority[one]}
                            </button>
                        ))}
                    </span>
                </div>
            </div>
            {pipeline && <OptionFields options={pipeline.options} values={options} onChange={setOptions} />}
            {(tooMany ?? tooLarge) && <p className="submit-bad">{tooMany ?? tooLarge}</p>}
            <ProblemNote problem={sending.problem} onDismiss={sending.dismiss} />
            <SubmitFoot sending={sending} ready={ready} onClose={onClose} />
        </form>
    );
}
