using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Writes the movie box: tracks, times and places of all samples (ISO/IEC 14496-12). An edit list shifts every track
/// exactly, so that the file begins at the time asked for and what is only decoded stays hidden.
/// </summary>
internal sealed class Mp4Movie
{
    private const uint EnabledInMovie = 3;
    private readonly IReadOnlyList<Mp4Tables> _tracks;
    private readonly long _start;
    private readonly Rational _startBase;
    private readonly uint _timescale;
    private readonly Rational _timeBase;

    /// <summary>Prepares the box.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="start">The time of the source that becomes the begin of the file.</param>
    /// <param name="startBase">The unit of that time.</param>
    public Mp4Movie(IReadOnlyList<Mp4Tables> tracks, long start, Rational startBase)
    {
        _tracks = tracks;
        _start = start;
        _startBase = startBase;
        _timescale = CommonTimescale(tracks);
        _timeBase = new Rational(1, _timescale);
    }

    /// <summary>The box.</summary>
    /// <param name="dataOffset">Where the data begins in the file.</param>
    /// <param name="large">Whether offsets take 64 bits.</param>
    public ReadOnlyMemory<byte> Build(long dataOffset, bool large)
    {
        var box = new BoxBuilder();
        box.Box("moov", () =>
        {
            var duration = _tracks.Max(t => DelayOf(t) + DurationOf(t));
            box.Full("mvhd", 1, 0, () => box
                .Zeros(16).U32(_timescale).U64(duration)
                .U32(0x00010000).U16(0x0100).Zeros(10)
                .Bytes(UnitMatrix).Zeros(24).U32(_tracks.Count + 1));
            for (var i = 0; i < _tracks.Count; i++)
            {
                WriteTrack(box, _tracks[i], i + 1, dataOffset, large);
            }
        });
        return box.Finish();
    }

    private static ReadOnlySpan<byte> UnitMatrix =>
    [
        0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0,
    ];

    private void WriteTrack(BoxBuilder box, Mp4Tables track, int id, long dataOffset, bool large) => box.Box("trak", () =>
    {
        var plan = track.Plan.Track;
        box.Full("tkhd", 1, EnabledInMovie, () => box
            .Zeros(16).U32(id).Zeros(4).U64(DelayOf(track) + DurationOf(track)).Bytes(plan.Display.Span));
        WriteEdits(box, track);
        box.Box("mdia", () =>
        {
            box.Full("mdhd", 1, 0, () => box.Zeros(16).U32(plan.Timescale).U64(track.Deltas.Sum()).U16(plan.Language).Zeros(2));
            box.Bytes(plan.HandlerBox.Span);
            box.Box("minf", () =>
            {
                box.Bytes(plan.MediaHeader.Span);
                box.Box("dinf", () => box.Full("dref", 0, 0, () => box.U32(1).Full("url ", 0, 1, () => { })));
                Mp4SampleTable.Write(box, track, dataOffset, large);
            });
        });
    });

    private void WriteEdits(BoxBuilder box, Mp4Tables track) => box.Box("edts", () =>
    {
        var delay = DelayOf(track);
        box.Full("elst", 1, 0, () =>
        {
            box.U32(delay > 0 ? 2 : 1);
            if (delay > 0)
            {
                box.U64(delay).U64(-1).U32(0x00010000);
            }

            box.U64(DurationOf(track)).U64(FirstShown(track) - track.Samples[0].Dts).U32(0x00010000);
        });
    });

    /// <summary>What of the track is shown begins with the file, or later.</summary>
    private long FirstShown(Mp4Tables track) => Math.Max(track.ShownFrom, Ticks.Ceiling(_start, _startBase, track.TimeBase));

    private long DelayOf(Mp4Tables track)
    {
        var first = Ticks.Round(track.ShownFrom, track.TimeBase, _timeBase);
        return Math.Max(0, first - Ticks.Round(_start, _startBase, _timeBase));
    }

    /// <summary>Rounded up: a reader drops what an edit ends before.</summary>
    private long DurationOf(Mp4Tables track) => Math.Max(0, Ticks.Ceiling(track.ShownTo - FirstShown(track), track.TimeBase, _timeBase));

    /// <summary>A unit in which the times of every track are whole, where one fits into 32 bits.</summary>
    private static uint CommonTimescale(IReadOnlyList<Mp4Tables> tracks)
    {
        Int128 common = 1;
        foreach (var timescale in tracks.Select(static t => t.Plan.Track.Timescale))
        {
            var (a, b) = (common, (Int128)timescale);
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            common = common / a * timescale;
            if (common > int.MaxValue)
            {
                return tracks[0].Plan.Track.Timescale;
            }
        }

        return (uint)common;
    }
}
