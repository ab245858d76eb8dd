using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Divides a stream into chunks of whole frames in exact arithmetic. Chunks never overlap and leave no gap.</summary>
internal static class ChunkPlanner
{
    private static readonly Rational Tick = new(1, TimeSpan.TicksPerSecond);

    /// <summary>Plans the chunks.</summary>
    /// <param name="index">The packets of the video.</param>
    /// <param name="canSeek">Whether decoding may begin at a clean keyframe.</param>
    /// <param name="options">Where to cut.</param>
    /// <exception cref="ItemException"><c>empty_range</c>: the range has no shown frame.</exception>
    public static IReadOnlyList<ChunkRange> Plan(PacketIndex index, bool canSeek, ChunkPlanOptions options)
    {
        var places = options.Alignment == ChunkAlignment.Exact ? index.ShownPts : index.ClosedGopPts;
        if (options.End <= options.Start || Ticks.Compare(options.Start.Ticks, Tick, FindEnd(index) - index.ShownPts[0], index.TimeBase) >= 0)
        {
            throw EmptyRange(index, options);
        }

        var (first, end) = FindRange(index, places, options);
        var cuts = FindCuts(index, places, first, end, options);
        if (index.CountShown(first, end) <= 0)
        {
            throw EmptyRange(index, options);
        }

        var chunks = new List<ChunkRange>(cuts.Count);
        for (var i = 0; i < cuts.Count; i++)
        {
            var to = i + 1 < cuts.Count ? cuts[i + 1] : end;
            chunks.Add(CreateRange(index, canSeek, i, cuts[i], to));
        }

        return chunks;
    }

    /// <summary>Creates the chunk between two times.</summary>
    public static ChunkRange CreateRange(PacketIndex index, bool canSeek, int sequence, long start, long end) =>
        new(sequence, start, end, canSeek ? FindSeekPts(index, start) : null, index.CountShown(start, end))
        {
            IsFileStart = start <= index.ShownPts[0],
            IsFileEnd = end > index.ShownPts[^1],
        };

    /// <summary>
    /// Finds the first time of the range and the first time after it. With keyframe alignment, the range grows to cover all
    /// that was requested.
    /// </summary>
    private static (long First, long End) FindRange(PacketIndex index, IReadOnlyList<long> places, ChunkPlanOptions options)
    {
        var origin = index.ShownPts[0];
        var after = FindEnd(index);
        var from = origin + Ticks.FromTimeSpan(options.Start, index.TimeBase);
        var to = options.End is { } end && Ticks.Compare(end.Ticks, Tick, after - origin, index.TimeBase) < 0 ? origin + Ticks.FromTimeSpan(end, index.TimeBase) : after;
        if (options.Alignment == ChunkAlignment.Exact)
        {
            var at = PacketIndex.LowerBound(places, from);
            return (at < places.Count ? places[at] : after, to);
        }

        var before = PacketIndex.LowerBound(places, from + 1) - 1;
        var next = PacketIndex.LowerBound(places, to);
        return (before >= 0 && options.Start > TimeSpan.Zero ? places[before] : origin, next < places.Count ? places[next] : after);
    }

    private static ItemException EmptyRange(PacketIndex index, ChunkPlanOptions options) => new(
        "empty_range",
        $"Planning chunks from {options.Start} to {options.End?.ToString() ?? "the end"}: the range has no frame. The file ends {Ticks.ToSeconds(index.EndPts - index.ShownPts[0], index.TimeBase)} s after its first frame; choose a range within the file.");

    /// <summary>Returns the first time after the last shown frame.</summary>
    private static long FindEnd(PacketIndex index) => Math.Max(index.EndPts, index.ShownPts[^1] + 1);

    private static List<long> FindCuts(PacketIndex index, IReadOnlyList<long> places, long first, long end, ChunkPlanOptions options)
    {
        var cuts = new List<long> { first };
        var last = CountDurations(index, first, options);
        for (var i = PacketIndex.LowerBound(places, first); i < places.Count && places[i] < end; i++)
        {
            if (places[i] > cuts[^1] && CountDurations(index, places[i], options) is var number && number > last)
            {
                cuts.Add(places[i]);
                last = number;
            }
        }

        return cuts;
    }

    /// <summary>Counts the whole durations between the requested start and a time. A time less than one duration before the start gives 0.</summary>
    private static Int128 CountDurations(PacketIndex index, long pts, ChunkPlanOptions options)
    {
        var timeBase = index.TimeBase;
        var time = ((Int128)(pts - index.ShownPts[0]) * timeBase.Numerator * Tick.Denominator)
            - ((Int128)options.Start.Ticks * timeBase.Denominator);
        return time / ((Int128)options.Duration.Ticks * timeBase.Denominator);
    }

    private static long? FindSeekPts(PacketIndex index, long pts)
    {
        var at = PacketIndex.LowerBound(index.ClosedGopPts, pts + 1) - 1;

        // The first keyframe needs no seek, and the decoder may need data that the file has before that keyframe.
        return at > 0 ? index.ClosedGopPts[at] : null;
    }
}
