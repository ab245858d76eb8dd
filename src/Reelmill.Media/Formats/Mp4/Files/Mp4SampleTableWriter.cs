namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>Writes the sample table box, <c>stbl</c>, of one track: sample entries, times, sync samples, sizes and chunk offsets.</summary>
internal static class Mp4SampleTableWriter
{
    public static void Write(BoxBuilder box, Mp4TrackSamples track, long dataOffset, bool large) => box.Box("stbl", () =>
    {
        var header = track.Plan.Header;
        box.FullBox("stsd", 0, 0, () => box.U32(header.SampleEntryCount).Bytes(header.SampleEntries.Span));
        WriteRunLengths(box, "stts", 0, track.Deltas);
        if (track.Samples.Any(static s => s.Pts != s.Dts))
        {
            // Only version 1 of ctts allows negative offsets: some sources present a sample before its decoding time.
            var offsets = Array.ConvertAll(track.Samples, static s => s.Pts - s.Dts);
            WriteRunLengths(box, "ctts", offsets.Any(static o => o < 0) ? (byte)1 : (byte)0, offsets);
        }

        WriteSyncSamples(box, track);
        WriteSampleToChunk(box, track);
        box.FullBox("stsz", 0, 0, () =>
        {
            box.U32(0).U32(track.Samples.Length);
            foreach (var sample in track.Samples)
            {
                box.U32(sample.Size);
            }
        });
        box.FullBox(large ? "co64" : "stco", 0, 0, () =>
        {
            box.U32(track.Chunks.Count);
            foreach (var chunk in track.Chunks)
            {
                _ = large ? box.U64(dataOffset + chunk.Offset) : box.U32(dataOffset + chunk.Offset);
            }
        });
    });

    private static void WriteRunLengths(BoxBuilder box, string type, byte version, long[] values) => box.FullBox(type, version, 0, () =>
    {
        var runs = new List<(long Value, int Count)>();
        foreach (var value in values)
        {
            if (runs.Count > 0 && runs[^1].Value == value)
            {
                runs[^1] = (value, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((value, 1));
            }
        }

        box.U32(runs.Count);
        foreach (var (value, count) in runs)
        {
            box.U32(count).U32(value);
        }
    });

    private static void WriteSyncSamples(BoxBuilder box, Mp4TrackSamples track)
    {
        var syncSamples = Enumerable.Range(0, track.Samples.Length).Where(i => track.Samples[i].IsKeyframe).ToArray();
        if (syncSamples.Length == track.Samples.Length)
        {
            return;
        }

        box.FullBox("stss", 0, 0, () =>
        {
            box.U32(syncSamples.Length);
            foreach (var sample in syncSamples)
            {
                box.U32(sample + 1);
            }
        });
    }

    private static void WriteSampleToChunk(BoxBuilder box, Mp4TrackSamples track) => box.FullBox("stsc", 0, 0, () =>
    {
        var changes = new List<(int Number, Mp4SampleChunk Chunk)>();
        for (var i = 0; i < track.Chunks.Count; i++)
        {
            var chunk = track.Chunks[i];
            if (i == 0 || chunk.Count != changes[^1].Chunk.Count || chunk.SampleEntry != changes[^1].Chunk.SampleEntry)
            {
                changes.Add((i + 1, chunk));
            }
        }

        box.U32(changes.Count);
        foreach (var (number, chunk) in changes)
        {
            box.U32(number).U32(chunk.Count).U32(chunk.SampleEntry);
        }
    });
}
