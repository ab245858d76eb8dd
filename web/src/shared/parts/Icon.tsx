/** Small drawings on a grid of 16, in the colour of the text around them; what they mean is said in words beside them. */
const paths = {
    now: 'M1.5 8h3l2-5 3 10 2-5h3',
    jobs: 'M2.5 4h11M2.5 8h11M2.5 12h7',
    library: 'M2 3.5h12v9H2zM5 3.5v9M11 3.5v9M2 6.5h3M2 9.5h3M11 6.5h3M11 9.5h3',
    search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5 14 14',
    settings: 'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.5v4M6 9.5v4',
    plus: 'M8 3v10M3 8h10',
    close: 'M4 4l8 8M12 4l-8 8',
    check: 'M3 8.5l3.2 3.2L13 5',
    retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
    stop: 'M4 4h8v8H4z',
    trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
    upload: 'M8 11V3M4.8 6 8 2.8 11.2 6M2.5 11v2.5h11V11',
    image: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3 2-2L14 12M10.5 5.5h.01',
    play: 'M5 3.2v9.6l7.6-4.8z',
    pause: 'M5 3.5v9M11 3.5v9',
    previous: 'M10 3.5 5.5 8l4.5 4.5',
    next: 'M6 3.5 10.5 8 6 12.5',
    warning: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.4M8 11.7h.01',
    clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.8V8l2.2 1.6',
    half: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12',
    sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
    moon: 'M13.2 9.6A5.8 5.8 0 0 1 6.4 2.8a5.8 5.8 0 1 0 6.8 6.8z',
    help: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.3M8 11.4h.01',
    exit: 'M9.5 3H3v10h6.5M7 8h7M11.5 5.2 14.2 8l-2.7 2.8',
    similar: 'M2 2.5h7v7H2zM6 12v1.5h8v-8h-2',
    link: 'M6.5 9.5l3-3M7 4.8l1.3-1.3a2.6 2.6 0 0 1 3.7 3.7L10.7 8.5M9 11.2l-1.3 1.3A2.6 2.6 0 0 1 4 8.8L5.3 7.5',
    half_done: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5 8h6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
    return (
        <svg
            width={size}
            height={size}
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
        >
            <path d={paths[name]} />
        </svg>
    );
}
