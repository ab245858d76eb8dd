import type { PipelineOption } from '../../api/server';
import { useText } from '../../shared/text/LanguageProvider';
import { useServerText } from '../../shared/text/server/useServerText';
import { submitText } from './text';

interface Props {
    options: PipelineOption[];
    /** Those that differ from their default. */
    values: Record<string, string>;
    onChange: (values: Record<string, string>) => void;
}

/** The pipeline's options as the server describes them. What is left at its default is not sent. */
export function OptionFields({ options, values, onChange }: Props) {
    const text = useText(submitText);
    const set = (option: PipelineOption, value: string): void => {
        const { [option.key]: _, ...others } = values;
        onChange(value === option.default || value === '' ? others : { ...others, [option.key]: value });
    };
    return (
        <details className="options">
            <summary>{text.options(Object.keys(values).length)}</summary>
            <div className="options-grid">
                {options.filter((option) => option.type !== 'family').map((option) => (
                    <OptionField key={option.key} option={option} value={values[option.key] ?? ''} onChange={(value) => set(option, value)} />
                ))}
            </div>
        </details>
    );
}

function OptionField({ option, value, onChange }: { option: PipelineOption; value: string; onChange: (value: string) => void }) {
    const text = useText(submitText);
    const description = useServerText().sentence(option.description);
    const id = `option-${option.key}`;
    const fallback = option.default === '' ? text.noDefault : option.default;
    if (option.type === 'switch') {
        const on = (value || option.default) === 'true';
        return (
            <div className="field">
                <label className="check option-switch" htmlFor={id}>
                    <input id={id} type="checkbox" checked={on} onChange={(event) => onChange(String(event.target.checked))} />
                    <code>{option.key}</code>
                </label>
                <small>{description}</small>
            </div>
        );
    }
    return (
        <div className="field">
            <label htmlFor={id}>
                <code>{option.key}</code>
            </label>
            {option.choices ? (
                <select id={id} className="input" value={value || option.default} onChange={(event) => onChange(event.target.value)}>
                    {option.choices.map((choice) => (
                        <option key={choice} value={choice}>
                            {choice || text.noDefault}
                        </option>
                    ))}
                </select>
            ) : (
                <input
                    id={id}
                    className="input"
                    inputMode={option.type === 'number' ? 'decimal' : undefined}
                    spellCheck={false}
                    placeholder={option.default || option.syntax}
                    value={value}
                    onChange={(event) => onChange(event.target.value)}
                />
            )}
            <small>
                {description} {text.defaultsTo(fallback)}
            </small>
        </div>
    );
}
