import { Icon } from './Icon';

interface Props {
    label: string;
    value: string;
    onChange: (value: string) => void;
}

/** The view's search field; the key / leads to it. */
export function SearchBox({ label, value, onChange }: Props) {
    return (
        <span className="search-box">
            <Icon name="search" />
            <input
                type="search"
                className="input"
                aria-label={label}
                placeholder={label}
                value={value}
                data-search
                onChange={(event) => onChange(event.target.value)}
            />
            <kbd aria-hidden="true">/</kbd>
        </span>
    );
}
