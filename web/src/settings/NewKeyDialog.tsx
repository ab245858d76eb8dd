import { useState, type FormEvent } from 'react';
import { createKey } from '../api/admin';
import type { Scope } from '../api/server';
import { useAction } from '../shared/hooks/useAction';
import { Dialog } from '../shared/parts/Dialog';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { Secret } from './Secret';
import { settingsText } from './text';

const day = 86_400;
const expiries = { day, month: 30 * day, quarter: 90 * day, year: 365 * day };
const levels: readonly Scope[] = ['read', 'submit', 'admin'];

/** Makes a key and shows it, once. Each scope includes those before it, so one is chosen; the first key must administer. */
export function NewKeyDialog({ first, onClose, onCreated }: { first: boolean; onClose: () => void; onCreated: () => void }) {
    const text = useText(settingsText);
    const words = useText(common);
    const action = useAction();
    const [name, setName] = useState('');
    const [level, setLevel] = useState<Scope>(first ? 'admin' : 'read');
    const [expiry, setExpiry] = useState<keyof typeof expiries | ''>('quarter');
    const [made, setMade] = useState<string | null>(null);
    if (made !== null) {
        return <Secret title={text.yourKey} value={made} onClose={onClose} />;
    }

    const create = (event: FormEvent): void => {
        event.preventDefault();
        void action.run(async () => {
            const scopes = levels.slice(0, levels.indexOf(level) + 1);
            setMade((await createKey(name.trim(), scopes, expiry === '' ? null : expiries[expiry])).key);
            onCreated();
        });
    };
    return (
        <Dialog title={text.newKey} onClose={onClose}>
            <form className="settings-form" onSubmit={create}>
                <div className="field">
                    <label htmlFor="key-name">{text.name}</label>
                    <input id="key-name" className="input" required autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
                </div>
                <fieldset className="field">
                    <legend>{text.scopes}</legend>
                    {levels.map((one) => (
                        <label key={one} className="check">
                            <input type="radio" name="scope" checked={level === one} disabled={first && one !== 'admin'} onChange={() => setLevel(one)} />
                            <code>{text.scope[one]}</code> <span className="soft">{text.scopeHow[one]}</span>
                        </label>
                    ))}
                </fieldset>
                <div className="field">
                    <label htmlFor="key-expiry">{text.expires}</label>
                    <select id="key-expiry" className="input" value={expiry} onChange={(event) => setExpiry(event.target.value as typeof expiry)}>
                        {(Object.keys(expiries) as (keyof typeof expiries)[]).map((one) => (
                            <option key={one} value={one}>
                                {text.expiry[one]}
                            </option>
                        ))}
                        <option value="">{text.never}</option>
                    </select>
                </div>
                <ProblemNote problem={action.problem} />
                <div className="dialog-foot">
                    <button type="button" className="button" onClick={onClose}>
                        {words.cancel}
                    </button>
                    <button type="submit" className="button primary" disabled={action.busy}>
                        {text.create}
                    </button>
                </div>
            </form>
        </Dialog>
    );
}
