using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// Builds the <c>moov</c> box (ISO/IEC 14496-12) with the times and positions of all samples. An edit list shifts every track
/// exactly: the presentation begins at the requested time, and samples that are only decoded stay hidden.
/// </summary>
internal sealed class Mp4MovieBox
{
    private const uint TrackEnabledInMovie = 3;
    private readonly IReadOnlyList<Mp4TrackSamples> _tracks;
    private readonly long _start;
    private readonly Rational _startBase;
    private readonly uint _timescale;
    private readonly Rational _timeBase;

    /// <summary>Creates the builder.</summary>
    /// <param name="tracks">The tracks, at least one.</param>
    /// <param name="start">The time in the source that becomes time 0 of the file.</param>
    /// <param name="startBase">The time base of <paramref name="start"/>, in seconds.</param>
    public Mp4MovieBox(IReadOnlyList<Mp4TrackSamples> tracks, long start, Rational startBase)
    {
        _tracks = tracks;
        _start = start;
        _startBase = startBase;
        _timescale = FindCommonTimescale(tracks);
        _timeBase = new Rational(1, _timescale);
    }

    /// <summary>Builds the box.</summary>
    /// <param name="dataOffset">The offset of the media data in the file.</param>
    /// <param name="large">Whether chunk offsets have 64 bits.</param>
    public ReadOnlyMemory<byte> Build(long dataOffset, bool large)
    {
        var box = new BoxBuilder();
        box.Box("moov", () =>
        {
            var duration = _tracks.Max(t => GetDelay(t) + GetDuration(t));
            box.FullBox("mvhd", 1, 0, () => box
                .Zeros(16).U32(_timescale).U64(duration)
                .U32(0x00010000).U16(0x0100).Zeros(10)
                .Bytes(UnitMatrix).Zeros(24).U32(_tracks.Count + 1));
            for (var i = 0; i < _tracks.Count; i++)
            {
                WriteTrack(box, _tracks[i], i + 1, dataOffset, large);
            }
        });
        return box.Build();
    }

    private static ReadOnlySpan<byte> UnitMatrix =>
    [
        0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0,
    ];

    private void WriteTrack(BoxBuilder box, Mp4TrackSamples track, int id, long dataOffset, bool large) => box.Box("trak", () =>
    {
        var header = track.Plan.Header;
        box.FullBox("tkhd", 1, TrackEnabledInMovie, () => box
            .Zeros(16).U32(id).Zeros(4).U64(GetDelay(track) + GetDuration(track)).Bytes(header.TkhdTail.Span));
        WriteEditList(box, track);
        box.Box("mdia", () =>
        {
            box.FullBox("mdhd", 1, 0, () => box.Zeros(16).U32(header.Timescale).U64(track.Deltas.Sum()).U16(header.Language).Zeros(2));
            box.Bytes(header.HandlerBox.Span);
            box.Box("minf", () =>
            {
                box.Bytes(header.MediaHeaderBox.Span);
                box.Box("dinf", () => box.FullBox("dref", 0, 0, () => box.U32(1).FullBox("url ", 0, 1, () => { })));
                Mp4SampleTableWriter.Write(box, track, dataOffset, large);
            });
        });
    });

    private void WriteEditList(BoxBuilder box, Mp4TrackSamples track) => box.Box("edts", () =>
    {
        var delay = GetDelay(track);
        box.FullBox("elst", 1, 0, () =>
        {
            box.U32(delay > 0 ? 2 : 1);
            if (delay > 0)
            {
                box.U64(delay).U64(-1).U32(0x00010000);
            }

            box.U64(GetDuration(track)).U64(GetFirstShown(track) - track.Samples[0].Dts).U32(0x00010000);
        });
    });

    /// <summary>Returns the first shown time of a track, in the track's ticks: the start of the file or a later sample.</summary>
    private long GetFirstShown(Mp4TrackSamples track) => Math.Max(track.ShownFrom, Ticks.Ceiling(_start, _startBase, track.TimeBase));

    /// <summary>Returns how much later than the file a track begins, in movie ticks.</summary>
    private long GetDelay(Mp4TrackSamples track)
    {
        var first = Ticks.Round(track.ShownFrom, track.TimeBase, _timeBase);
        return Math.Max(0, first - Ticks.Round(_start, _startBase, _timeBase));
    }

    /// <summary>Returns the shown duration of a track in movie ticks, rounded up: readers drop samples that exceed the edit.</summary>
    private long GetDuration(Mp4TrackSamples track) => Math.Max(0, Ticks.Ceiling(track.ShownTo - GetFirstShown(track), track.TimeBase, _timeBase));

    /// <summary>Finds the least common multiple of the timescales, in which all track times are whole; the first timescale when it exceeds 31 bits.</summary>
    private static uint FindCommonTimescale(IReadOnlyList<Mp4TrackSamples> tracks)
    {
        Int128 common = 1;
        foreach (var timescale in tracks.Select(static t => t.Plan.Header.Timescale))
        {
            var (a, b) = (common, (Int128)timescale);
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }

            common = common / a * timescale;
            if (common > int.MaxValue)
            {
                return tracks[0].Plan.Header.Timescale;
            }
        }

        return (uint)common;
    }
}
