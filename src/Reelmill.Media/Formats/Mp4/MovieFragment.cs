namespace Reelmill.Media.Formats.Mp4;

/// <summary>One <c>moof</c> with the <c>mdat</c> that follows it: samples of one track.</summary>
/// <param name="Position">Where the <c>moof</c> begins in the file.</param>
/// <param name="Bytes">The bytes of both boxes.</param>
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
    private const int FirstFlagsPresent = 0x4;
    private const int DurationPresent = 0x100;
    private const int SizePresent = 0x200;
    private const int FlagsPresent = 0x400;
    private const int OffsetPresent = 0x800;
    private const long LastTime = long.MaxValue / 2;

    /// <summary>A run can claim four billion samples in twelve bytes.</summary>
    private const int MostSamples = 1 << 20;

    /// <summary>The end of its last sample in decoding order, in ticks.</summary>
    public long EndTime => Samples[^1].DecodeTime + Samples[^1].Duration;

    /// <summary>Reads a fragment of one track.</summary>
    /// <param name="header">The <c>moof</c>, whole.</param>
    /// <param name="position">Where it begins in its file.</param>
    /// <param name="bytes">The bytes of the <c>moof</c> and the <c>mdat</c> after it.</param>
    /// <param name="tracks">The movie's tracks.</param>
    /// <exception cref="Mp4Exception">It is damaged, or has samples of several tracks.</exception>
    public static MovieFragment Parse(ReadOnlySpan<byte> header, long position, long bytes, IReadOnlyList<Track> tracks) =>
        ParseAll(header, position, bytes, tracks) is [var only] ? only : throw new Mp4Exception("it has a fragment that is not of one track");

    /// <summary>Reads a fragment that may hold several tracks: one value for each.</summary>
    /// <param name="header">The <c>moof</c>, whole.</param>
    /// <param name="position">Where it begins in its file.</param>
    /// <param name="bytes">The bytes of the <c>moof</c> and the <c>mdat</c> after it.</param>
    /// <param name="tracks">The movie's tracks.</param>
    /// <exception cref="Mp4Exception">It is damaged.</exception>
    public static IReadOnlyList<MovieFragment> ParseAll(ReadOnlySpan<byte> header, long position, long bytes, IReadOnlyList<Track> tracks)
    {
        var fragment = BoxSpan.Read(header, 0, out _);
        var parts = new List<MovieFragment>();
        for (var at = 0; at < fragment.Body.Length;)
        {
            var box = BoxSpan.Read(fragment.Body, at, out at);
            if (box.Type == "traf")
            {
                parts.Add(PartOf(box, position, bytes, tracks));
            }
        }

        return parts.Count > 0 ? parts : throw new Mp4Exception("it has a fragment without a track");
    }

    private static MovieFragment PartOf(BoxSpan part, long position, long bytes, IReadOnlyList<Track> tracks)
    {
        var (track, defaults, origin) = Header(part.Required("tfhd"), tracks, position);
        var time = DecodeTime(part.Required("tfdt"));
        var samples = new List<Mp4Sample>();
        for (var at = 0; at < part.Body.Length;)
        {
            var box = BoxSpan.Read(part.Body, at, out at);
            if (box.Type == "trun")
            {
                time = AddRun(box, samples, time, origin, defaults, position + bytes);
            }
        }

        return samples.Count > 0
            ? new MovieFragment(position, bytes, track, samples)
            : throw new Mp4Exception("it has a fragment without samples");
    }

    private static (Track Track, SampleDefaults Defaults, long Origin) Header(BoxSpan header, IReadOnlyList<Track> tracks, long position)
    {
        var values = new ByteCursor(header.Body);
        var (_, flags) = values.Full();
        var id = values.UInt32();
        var track = tracks.FirstOrDefault(t => t.Id == id) ?? throw new Mp4Exception($"it has a fragment of the track {id}, which it does not have");
        var origin = (flags & BaseOffsetPresent) != 0 ? values.Int64() : position;
        values.Take((flags & DescriptionPresent) != 0 ? 4 : 0);
        return (track, new SampleDefaults(
            (flags & DefaultDurationPresent) != 0 ? values.UInt32() : track.Defaults.Duration,
            (flags & DefaultSizePresent) != 0 ? values.UInt32() : track.Defaults.Size,
            (flags & DefaultFlagsPresent) != 0 ? values.UInt32() : track.Defaults.Flags), origin);
    }

    private static long DecodeTime(BoxSpan box)
    {
        var values = new ByteCursor(box.Body);
        var (version, _) = values.Full();
        return values.Versioned(version);
    }

    private static long AddRun(BoxSpan run, List<Mp4Sample> samples, long time, long origin, SampleDefaults defaults, long end)
    {
        var values = new ByteCursor(run.Body);
        var (_, flags) = values.Full();
        var count = values.UInt32();
        var at = (flags & DataOffsetPresent) != 0 ? origin + values.Int32() : NextPosition(samples, origin);
        var firstFlags = (flags & FirstFlagsPresent) != 0 ? values.UInt32() : (uint?)null;
        for (var i = 0u; i < count; i++)
        {
            var duration = (flags & DurationPresent) != 0 ? values.UInt32() : defaults.Duration;
            var size = (flags & SizePresent) != 0 ? values.UInt32() : defaults.Size;
            var own = (flags & FlagsPresent) != 0 ? values.UInt32() : i == 0 && firstFlags is { } first ? first : defaults.Flags;
            var offset = (flags & OffsetPresent) != 0 ? values.Int32() : 0;
            if (at < 0 || size > int.MaxValue || size > end - at || time > LastTime)
            {
                throw new Mp4Exception("it has a sample outside its fragment");
            }

            if (samples.Count == MostSamples)
            {
                throw new Mp4Exception($"it has a fragment of more than {MostSamples} samples");
            }

            samples.Add(new Mp4Sample(time, duration, offset, at, (int)size, own));
            time += duration;
            at += size;
        }

        return time;
    }

    private static long NextPosition(List<Mp4Sample> samples, long origin) => samples.Count > 0 ? samples[^1].Position + samples[^1].Size : origin;
}
