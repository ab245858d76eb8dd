import { useState, type FormEvent } from 'react';
import { signIn } from '../api/server';
import { useAction } from '../shared/hooks/useAction';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useText } from '../shared/text/LanguageProvider';
import { LanguageButton, ThemeButton } from './Switches';
import { appText } from './text';
import './shell.css';

/** Exchanges an API key, or the token of a server without keys, for a session. Neither is kept by the page. */
export function SignIn({ library, token, onSignedIn }: { library: string; token: boolean; onSignedIn: () => void }) {
    const text = useText(appText);
    const action = useAction();
    const [key, setKey] = useState('');
    const send = async (event: FormEvent): Promise<void> => {
        event.preventDefault();
        if (await action.run(() => signIn(key.trim()))) {
            onSignedIn();
        }
    };
    return (
        <main className="sign-in" id="main">
            <form className="card sign-in-form" onSubmit={(event) => void send(event)}>
                <img src="/favicon.svg" alt="" width="36" height="36" />
                <h1>{text.signInTo(library)}</h1>
                <div className="field">
                    <label htmlFor="key">{token ? text.token : text.apiKey}</label>
                    <input
                        id="key"
                        className="input mono"
                        type="password"
                        autoComplete="current-password"
                        spellCheck={false}
                        placeholder={token ? undefined : 'rmk_…'}
                        autoFocus
                        required
                        value={key}
                        onChange={(event) => setKey(event.target.value)}
                    />
                    <small>{token ? text.tokenHow : text.signInHow}</small>
                </div>
                <ProblemNote problem={action.problem} />
                <button type="submit" className="button primary" disabled={action.busy}>
                    {text.signIn}
                </button>
            </form>
            <div className="buttons">
                <LanguageButton />
                <ThemeButton />
            </div>
        </main>
    );
}
