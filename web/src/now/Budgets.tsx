import type { Budget } from '../api/server';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { nowText } from './text';

/** What all jobs share: one square for each slot, filled where it is taken. */
export function Budgets({ budgets }: { budgets: readonly Budget[] }) {
    const text = useText(nowText);
    const format = useFormat();
    return (
        <section className="card" aria-labelledby="budgets">
            <header className="card-head">
                <h2 id="budgets">{text.budgets}</h2>
            </header>
            <ul className="card-body budgets">
                {budgets.map((budget) => {
                    const name = text.budget[budget.name] ?? budget.name;
                    const used = text.slots(format.number(budget.used), format.number(budget.slots));
                    return (
                        <li key={budget.name}>
                            <div className="budget-line">
                                <strong>{name}</strong>
                                <span className="soft small">{used}</span>
                                {budget.waiting > 0 && <span className="budget-waiting small">{text.waiting(format.number(budget.waiting))}</span>}
                            </div>
                            <div className="budget-bar" role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={budget.slots} aria-valuenow={budget.used} aria-valuetext={used}>
                                {Array.from({ length: Math.min(budget.slots, 32) }, (_, slot) => (
                                    <i key={slot} className={slot < budget.used * Math.min(1, 32 / budget.slots) ? 'taken' : ''} />
                                ))}
                            </div>
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}
