import { describe, expect, it } from 'vitest';
import { droppedFiles, isMediaFor } from './folders';

type Tree = { [name: string]: Tree | 'file' | 'unreadable' };

const fileEntry = (name: string, readable: boolean): unknown => ({
    name,
    isDirectory: false,
    file: (take: (file: File) => void, fail: () => void) => (readable ? take(new File(['x'], name)) : fail()),
});

/** A folder as a browser gives it: its reader hands out three entries at a time. */
function folder(name: string, tree: Tree): FileSystemDirectoryEntry {
    const entries = Object.entries(tree).map(([key, value]) => (typeof value === 'object' ? folder(key, value) : fileEntry(key, value === 'file')));
    const createReader = () => {
        let at = 0;
        return { readEntries: (take: (some: unknown[]) => void) => take(entries.slice(at, (at += 3))) };
    };
    return { name, isDirectory: true, createReader } as unknown as FileSystemDirectoryEntry;
}

const item = (entry: unknown, file: File | null) => ({ webkitGetAsEntry: () => entry, getAsFile: () => file });
const drop = (...items: unknown[]) => droppedFiles({ items } as unknown as DataTransfer, 'mine');
const dropFolder = (tree: Tree) => drop(item(folder('all', tree), new File([], 'all')));
const namesOf = (files: readonly File[]): string[] => files.map((file) => file.name);

describe('a dropped folder', () => {
    it('gives the media in it and below it, by name, however many its reader gives at a time', async () => {
        const tree: Tree = { 'b.mp4': 'file', day: { '10.mkv': 'file', '9.mkv': 'file', deep: { 'x.WEBM': 'file' } }, 'a.mov': 'file', 'c.avi': 'file', 'd.ts': 'file' };
        expect(namesOf((await dropFolder(tree)).files)).toEqual(['a.mov', 'b.mp4', 'c.avi', 'd.ts', '9.mkv', '10.mkv', 'x.WEBM']);
    });

    it('counts what was taken and what was left out', async () => {
        const found = await dropFolder({ 'a.mp4': 'file', 'notes.txt': 'file', below: { 'b.mp4': 'file', 'c.mp4': 'unreadable' } });
        expect([found.fromFolders, found.leftOut]).toEqual([2, 2]);
    });

    it('passes over what is hidden', async () => {
        const found = await dropFolder({ '._a.mp4': 'file', '.thumbs': { 'a.mp4': 'file' }, '.DS_Store': 'file' });
        expect(found).toEqual({ files: [], fromFolders: 0, leftOut: 0 });
    });
});

describe('what was dropped', () => {
    it('is taken as it is where it is a file, whatever its name', async () => {
        const notes = new File(['x'], 'notes.txt');
        const chosen = await drop(item(fileEntry('notes.txt', true), notes), item(folder('all', { 'a.mp4': 'file', 'b.txt': 'file' }), new File([], 'all')), item(null, null));
        expect(namesOf(chosen.files)).toEqual(['notes.txt', 'a.mp4']);
        expect([chosen.fromFolders, chosen.leftOut]).toEqual([1, 1]);
    });

    it('is media as the pipeline takes it', () => {
        expect(['a.MP4', 'a.jpg', 'a.tar', 'mp4', 'a.mp4.txt'].map((name) => isMediaFor('mine', name))).toEqual([true, false, false, false, false]);
        expect(['a.mp4', 'a.JPG', 'a.tar'].map((name) => isMediaFor('index', name))).toEqual([false, true, true]);
    });
});
