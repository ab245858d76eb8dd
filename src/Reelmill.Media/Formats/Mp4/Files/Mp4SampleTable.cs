namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>Writes the sample table of one track: description, times, key frames, sizes and places.</summary>
internal static class Mp4SampleTable
{
    public static void Write(BoxBuilder box, Mp4Tables track, long dataOffset, bool large) => box.Box("stbl", () =>
    {
        var description = track.Plan.Track;
        box.Full("stsd", 0, 0, () => box.U32(description.DescriptionCount).Bytes(description.Description.Span));
        WriteRuns(box, "stts", 0, track.Deltas);
        if (track.Samples.Any(static s => s.Pts != s.Dts))
        {
            // Version 1 allows a sample to be shown before its time of decoding, which some sources say.
            var offsets = Array.ConvertAll(track.Samples, static s => s.Pts - s.Dts);
            WriteRuns(box, "ctts", offsets.Any(static o => o < 0) ? (byte)1 : (byte)0, offsets);
        }

        WriteKeys(box, track);
        WriteGroups(box, track);
        box.Full("stsz", 0, 0, () =>
        {
            box.U32(0).U32(track.Samples.Length);
            foreach (var sample in track.Samples)
            {
                box.U32(sample.Size);
            }
        });
        box.Full(large ? "co64" : "stco", 0, 0, () =>
        {
            box.U32(track.Groups.Count);
            foreach (var group in track.Groups)
            {
                _ = large ? box.U64(dataOffset + group.Offset) : box.U32(dataOffset + group.Offset);
            }
        });
    });

    private static void WriteRuns(BoxBuilder box, string type, byte version, long[] values) => box.Full(type, version, 0, () =>
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

    private static void WriteKeys(BoxBuilder box, Mp4Tables track)
    {
        var keys = Enumerable.Range(0, track.Samples.Length).Where(i => track.Samples[i].IsKey).ToArray();
        if (keys.Length == track.Samples.Length)
        {
            return;
        }

        box.Full("stss", 0, 0, () =>
        {
            box.U32(keys.Length);
            foreach (var key in keys)
            {
                box.U32(key + 1);
            }
        });
    }

    private static void WriteGroups(BoxBuilder box, Mp4Tables track) => box.Full("stsc", 0, 0, () =>
    {
        var changes = new List<(int Number, Mp4Group Group)>();
        for (var i = 0; i < track.Groups.Count; i++)
        {
            var group = track.Groups[i];
            if (i == 0 || group.Count != changes[^1].Group.Count || group.Description != changes[^1].Group.Description)
            {
                changes.Add((i + 1, group));
            }
        }

        box.U32(changes.Count);
        foreach (var (number, group) in changes)
        {
            box.U32(number).U32(group.Count).U32(group.Description);
        }
    });
}
