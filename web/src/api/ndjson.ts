/** Takes text as it arrives and gives the JSON values of the lines that are whole. */
export class LineReader<T> {
    #rest = '';

    push(text: string): T[] {
        const lines = (this.#rest + text).split('\n');
        this.#rest = lines.pop() ?? '';
        return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
    }

    /** The last line, where it has no line break after it. */
    end(): T[] {
        return this.push('\n');
    }
}
