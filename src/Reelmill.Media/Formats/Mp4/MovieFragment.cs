namespace Reelmill.Media.Formats.Mp4;

/// <summary>The samples of one track in a movie fragment: a <c>moof</c> box and the <c>mdat</c> box after it.</summary>
/// <param name="Position">The offset of the <c>moof</c> box in the file.</param>
/// <param name="Bytes">The size of both boxes in bytes.</param>
/// <param name="Track">The track.</param>
/// <param name="Samples">The samples in decoding order; at least one.</param>
internal sealed record MovieFragment(long Position, long Bytes, Track Track, IReadOnlyList<Mp4Sample> Samples)
{
    private const int BaseOffsetPresent = 0x1;
    private const int DescriptionPresent = 0x2;
    private const int DefaultDurationPresent = 0x8;
    private const int DefaultSizePresent = 0x10;
    private const int DefaultFlagsPresent = 0x20;
    private const int DataOffsetPresent = 0x1;
    private const int FirstSampleFlagsPresent = 0x4;
    private const int DurationPresent = 0x100;
    private const int SizePresent = 0x200;
    private const int FlagsPresent = 0x400;
    private const int CompositionOffsetPresent = 0x800;
    private const long MaxTime = long.MaxValue / 2;

    /// <summary>A hostile <c>trun</c> box can claim four billion samples in twelve bytes.</summary>
    private const int MaxSamples = 1 << 20;

    /// <summary>The end of the last sample in decoding order, in ticks.</summary>
    public long EndTime => Samples[^1].DecodeTime + Samples[^1].Duration;

    /// <summary>Parses a movie fragment of exactly one track.</summary>
    /// <param name="header">The whole <c>moof</c> box.</param>
    /// <param name="position">The offset of the <c>moof</c> box in the file.</param>
    /// <param name="bytes">The size in bytes of the <c>moof</c> box and the <c>mdat</c> box after it.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    /// <exception cref="Mp4Exception">The fragment is damaged or has several tracks.</exception>
    public static MovieFragment Parse(ReadOnlySpan<byte> header, long position, long bytes, IReadOnlyList<Track> tracks) =>
        ParseTracks(header, position, bytes, tracks) is [var only] ? only : throw new Mp4Exception("a movie fragment has several tracks");

    /// <summary>Parses a movie fragment of one or several tracks, one value per track fragment.</summary>
    /// <param name="header">The whole <c>moof</c> box.</param>
    /// <param name="position">The offset of the <c>moof</c> box in the file.</param>
    /// <param name="bytes">The size in bytes of the <c>moof</c> box and the <c>mdat</c> box after it.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    /// <exception cref="Mp4Exception">The fragment is damaged.</exception>
    public static IReadOnlyList<MovieFragment> ParseTracks(ReadOnlySpan<byte> header, long position, long bytes, IReadOnlyList<Track> tracks)
    {
        var moof = BoxSpan.Read(header, 0, out _);
        var fragments = new List<MovieFragment>();
        for (var at = 0; at < moof.Body.Length;)
        {
            var box = BoxSpan.Read(moof.Body, at, out at);
            if (box.Type == "traf")
            {
                fragments.Add(ReadTrackFragment(box, position, bytes, tracks));
            }
        }

        return fragments.Count > 0 ? fragments : throw new Mp4Exception("a movie fragment has no track");
    }

    private static MovieFragment ReadTrackFragment(BoxSpan traf, long position, long bytes, IReadOnlyList<Track> tracks)
    {
        var (track, defaults, dataOrigin) = ReadHeader(traf.RequireChild("tfhd"), tracks, position);
        var time = ReadDecodeTime(traf.RequireChild("tfdt"));
        var samples = new List<Mp4Sample>();
        for (var at = 0; at < traf.Body.Length;)
        {
            var box = BoxSpan.Read(traf.Body, at, out at);
            if (box.Type == "trun")
            {
                time = AddRun(box, samples, time, dataOrigin, defaults, position + bytes);
            }
        }

        return samples.Count > 0
            ? new MovieFragment(position, bytes, track, samples)
            : throw new Mp4Exception("a movie fragment has no samples");
    }

    private static (Track Track, SampleDefaults Defaults, long DataOrigin) ReadHeader(BoxSpan header, IReadOnlyList<Track> tracks, long position)
    {
        var values = new BigEndianReader(header.Body);
        var (_, flags) = values.ReadVersionAndFlags();
        var id = values.ReadUInt32();
        var track = tracks.FirstOrDefault(t => t.Id == id) ?? throw new Mp4Exception($"a movie fragment names track {id}, which does not exist");
        var dataOrigin = (flags & BaseOffsetPresent) != 0 ? values.ReadInt64() : position;
        values.ReadBytes((flags & DescriptionPresent) != 0 ? 4 : 0);
        return (track, new SampleDefaults(
            (flags & DefaultDurationPresent) != 0 ? values.ReadUInt32() : track.Defaults.Duration,
            (flags & DefaultSizePresent) != 0 ? values.ReadUInt32() : track.Defaults.Size,
            (flags & DefaultFlagsPresent) != 0 ? values.ReadUInt32() : track.Defaults.Flags), dataOrigin);
    }

    private static long ReadDecodeTime(BoxSpan box)
    {
        var values = new BigEndianReader(box.Body);
        var (version, _) = values.ReadVersionAndFlags();
        return values.ReadVersioned(version);
    }

    private static long AddRun(BoxSpan run, List<Mp4Sample> samples, long time, long dataOrigin, SampleDefaults defaults, long end)
    {
        var values = new BigEndianReader(run.Body);
        var (_, flags) = values.ReadVersionAndFlags();
        var count = values.ReadUInt32();
        var at = (flags & DataOffsetPresent) != 0 ? dataOrigin + values.ReadInt32() : GetNextPosition(samples, dataOrigin);
        var firstFlags = (flags & FirstSampleFlagsPresent) != 0 ? values.ReadUInt32() : (uint?)null;
        for (var i = 0u; i < count; i++)
        {
            var duration = (flags & DurationPresent) != 0 ? values.ReadUInt32() : defaults.Duration;
            var size = (flags & SizePresent) != 0 ? values.ReadUInt32() : defaults.Size;
            var sampleFlags = (flags & FlagsPresent) != 0 ? values.ReadUInt32() : i == 0 && firstFlags is { } first ? first : defaults.Flags;
            var offset = (flags & CompositionOffsetPresent) != 0 ? values.ReadInt32() : 0;
            if (at < 0 || size > int.MaxValue || size > end - at || time > MaxTime)
            {
                throw new Mp4Exception("a sample lies outside its movie fragment");
            }

            if (samples.Count == MaxSamples)
            {
                throw new Mp4Exception($"a movie fragment has more than {MaxSamples} samples");
            }

            samples.Add(new Mp4Sample(time, duration, offset, at, (int)size, sampleFlags));
            time += duration;
            at += size;
        }

        return time;
    }

    private static long GetNextPosition(List<Mp4Sample> samples, long dataOrigin) => samples.Count > 0 ? samples[^1].Position + samples[^1].Size : dataOrigin;
}
