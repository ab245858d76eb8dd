using Reelmill.Core;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Divides a stream into chunks of whole frames, in exact arithmetic: no two overlap and nothing between them is left out.</summary>
internal static class ChunkPlanner
{
    private static readonly Rational Tick = new(1, TimeSpan.TicksPerSecond);

    /// <summary>Plans the chunks.</summary>
    /// <param name="index">The packets.</param>
    /// <param name="canSeek">Whether decoding may begin at a clean key frame.</param>
    /// <param name="options">Where to cut.</param>
    /// <exception cref="ItemException"><c>empty_range</c>: nothing is shown in the range.</exception>
    public static IReadOnlyList<ChunkRange> Plan(PacketIndex index, bool canSeek, ChunkPlanOptions options)
    {
        var places = options.Alignment == ChunkAlignment.Exact ? index.ShownPts : index.ClosedGopPts;
        if (options.End <= options.Start || Ticks.Compare(options.Start.Ticks, Tick, After(index) - index.ShownPts[0], index.TimeBase) >= 0)
        {
            throw Empty(index, options);
        }

        var (first, end) = Range(index, places, options);
        var cuts = Cuts(index, places, first, end, options);
        if (index.CountShown(first, end) <= 0)
        {
            throw Empty(index, options);
        }

        var chunks = new List<ChunkRange>(cuts.Count);
        for (var i = 0; i < cuts.Count; i++)
        {
            var to = i + 1 < cuts.Count ? cuts[i + 1] : end;
            chunks.Add(RangeOf(index, canSeek, i, cuts[i], to));
        }

        return chunks;
    }

    /// <summary>The chunk between two times.</summary>
    public static ChunkRange RangeOf(PacketIndex index, bool canSeek, int sequence, long start, long end) =>
        new(sequence, start, end, canSeek ? Seek(index, start) : null, index.CountShown(start, end))
        {
            FromBegin = start <= index.ShownPts[0],
            ToEnd = end > index.ShownPts[^1],
        };

    /// <summary>The first time of the range and the first one after it. At key frames the range grows so that nothing asked for is left out.</summary>
    private static (long First, long End) Range(PacketIndex index, IReadOnlyList<long> places, ChunkPlanOptions options)
    {
        var origin = index.ShownPts[0];
        var after = After(index);
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

    private static ItemException Empty(PacketIndex index, ChunkPlanOptions options) => new(
        "empty_range",
        $"Planning chunks from {options.Start} to {options.End?.ToString() ?? "the end"}: no frame is shown in that range. The file ends {Ticks.ToSeconds(index.EndPts - index.ShownPts[0], index.TimeBase)} s after its first frame; choose a range inside.");

    /// <summary>The first time after everything that is shown.</summary>
    private static long After(PacketIndex index) => Math.Max(index.EndPts, index.ShownPts[^1] + 1);

    private static List<long> Cuts(PacketIndex index, IReadOnlyList<long> places, long first, long end, ChunkPlanOptions options)
    {
        var cuts = new List<long> { first };
        var last = Number(index, first, options);
        for (var i = PacketIndex.LowerBound(places, first); i < places.Count && places[i] < end; i++)
        {
            if (places[i] > cuts[^1] && Number(index, places[i], options) is var number && number > last)
            {
                cuts.Add(places[i]);
                last = number;
            }
        }

        return cuts;
    }

    /// <summary>How many whole durations lie between the start that was asked for and a time; less than one before it is none.</summary>
    private static Int128 Number(PacketIndex index, long pts, ChunkPlanOptions options)
    {
        var timeBase = index.TimeBase;
        var time = ((Int128)(pts - index.ShownPts[0]) * timeBase.Numerator * Tick.Denominator)
            - ((Int128)options.Start.Ticks * timeBase.Denominator);
        return time / ((Int128)options.Duration.Ticks * timeBase.Denominator);
    }

    private static long? Seek(PacketIndex index, long pts)
    {
        var at = PacketIndex.LowerBound(index.ClosedGopPts, pts + 1) - 1;

        // The first key frame needs no seek, and a file may have something before it that a decoder wants.
        return at > 0 ? index.ClosedGopPts[at] : null;
    }
}
