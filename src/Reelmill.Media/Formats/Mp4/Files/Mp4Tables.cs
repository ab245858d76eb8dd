using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>One track's samples, flat, and the sums that its boxes need.</summary>
internal sealed class Mp4Tables
{
    private readonly int[] _run;

    public Mp4Tables(Mp4TrackPlan plan)
    {
        Plan = plan;
        TimeBase = new Rational(1, plan.Track.Timescale);
        Samples = [.. plan.Runs.SelectMany(static r => r.Packets)];
        _run = [.. plan.Runs.SelectMany(static (r, i) => Enumerable.Repeat(i, r.Packets.Count))];
        Deltas = new long[Samples.Length];
        for (var i = 0; i < Samples.Length; i++)
        {
            Deltas[i] = i + 1 < Samples.Length ? Samples[i + 1].Dts - Samples[i].Dts : LastDelta();
        }

        var shown = Samples.Any(static s => !s.IsHidden) ? Samples.Where(static s => !s.IsHidden) : Samples;
        (ShownFrom, ShownTo) = (shown.Min(static s => s.Pts), shown.Max(s => s.Pts + Math.Max(s.Duration, 1)));
    }

    public Mp4TrackPlan Plan { get; }

    public Rational TimeBase { get; }

    public MediaPacket[] Samples { get; }

    /// <summary>The time from each sample's decoding to the next one's.</summary>
    public long[] Deltas { get; }

    /// <summary>When the first sample that is shown is shown.</summary>
    public long ShownFrom { get; }

    /// <summary>When the last one ends.</summary>
    public long ShownTo { get; }

    /// <summary>Groups of neighbours in the file, and where each begins in it; filled by the layout.</summary>
    public List<Mp4Group> Groups { get; } = [];

    public Mp4Run RunOf(int sample) => Plan.Runs[_run[sample]];

    private long LastDelta() => Samples[^1].Duration > 0 || Samples.Length == 1
        ? Math.Max(Samples[^1].Duration, 1)
        : Samples[^1].Dts - Samples[^2].Dts;
}

/// <summary>Samples of one track that lie together.</summary>
/// <param name="First">The first one's number.</param>
/// <param name="Count">How many.</param>
/// <param name="Description">The number of their description.</param>
/// <param name="Offset">Where the first one begins, from the begin of the data.</param>
internal sealed record Mp4Group(int First, int Count, uint Description, long Offset);
