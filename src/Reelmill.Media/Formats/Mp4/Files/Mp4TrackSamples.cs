using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>The samples of one track in decoding order, with the durations and chunks that its sample table needs.</summary>
internal sealed class Mp4TrackSamples
{
    private readonly int[] _runOfSample;

    public Mp4TrackSamples(Mp4TrackPlan plan)
    {
        Plan = plan;
        TimeBase = new Rational(1, plan.Header.Timescale);
        Samples = [.. plan.Runs.SelectMany(static r => r.Packets)];
        _runOfSample = [.. plan.Runs.SelectMany(static (r, i) => Enumerable.Repeat(i, r.Packets.Count))];
        Deltas = new long[Samples.Length];
        for (var i = 0; i < Samples.Length; i++)
        {
            Deltas[i] = i + 1 < Samples.Length ? Samples[i + 1].Dts - Samples[i].Dts : GetLastDelta();
        }

        var shown = Samples.Any(static s => !s.IsHidden) ? Samples.Where(static s => !s.IsHidden) : Samples;
        (ShownFrom, ShownTo) = (shown.Min(static s => s.Pts), shown.Max(s => s.Pts + Math.Max(s.Duration, 1)));
    }

    public Mp4TrackPlan Plan { get; }

    public Rational TimeBase { get; }

    public MediaPacket[] Samples { get; }

    /// <summary>The time from the decoding of each sample to the decoding of the next one, in ticks.</summary>
    public long[] Deltas { get; }

    /// <summary>The presentation time of the first shown sample, in ticks.</summary>
    public long ShownFrom { get; }

    /// <summary>The end of the last shown sample, in ticks.</summary>
    public long ShownTo { get; }

    /// <summary>The chunks in file order; filled by <see cref="Mp4Interleaver"/>.</summary>
    public List<Mp4SampleChunk> Chunks { get; } = [];

    public Mp4SampleRun GetRun(int sample) => Plan.Runs[_runOfSample[sample]];

    private long GetLastDelta() => Samples[^1].Duration > 0 || Samples.Length == 1
        ? Math.Max(Samples[^1].Duration, 1)
        : Samples[^1].Dts - Samples[^2].Dts;
}

/// <summary>A chunk in the sense of ISO/IEC 14496-12: contiguous samples of one track.</summary>
/// <param name="First">The index of the first sample in the track, from 0.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="SampleEntry">The index of the sample entry, from 1.</param>
/// <param name="Offset">The offset of the first sample in the media data.</param>
internal sealed record Mp4SampleChunk(int First, int Count, uint SampleEntry, long Offset);
