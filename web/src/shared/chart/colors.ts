/** The value that a custom property of the style sheet has at the moment, as a canvas understands it. */
export function resolveColor(name: string, host: HTMLElement): string {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    host.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
}
