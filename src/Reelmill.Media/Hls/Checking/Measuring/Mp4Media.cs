using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Looks into a segment of fragmented MP4.</summary>
internal static class Mp4Media
{
    private const string VideoHandler = "vide";
    private const string AudioHandler = "soun";

    /// <summary>Looks into a whole segment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="origin">Where it begins in its file.</param>
    /// <param name="tracks">The tracks of its initialisation segment.</param>
    /// <exception cref="Mp4Exception">It is damaged.</exception>
    /// <exception cref="BitstreamException">Its pictures are damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long origin, IReadOnlyList<Track> tracks)
    {
        var fragments = FragmentedSegment.Read(bytes, tracks);
        if (fragments.Count == 0)
        {
            throw new Mp4Exception("it has no fragment");
        }

        var video = fragments.Where(static f => f.Track.Handler == VideoHandler).ToArray();
        var sound = fragments.FirstOrDefault(static f => f.Track.Handler == AudioHandler)?.Track;
        return new SegmentMedia(true, video.Length > 0 ? Pictures(bytes, origin, video) : null, sound?.Codec)
        {
            Sound = sound is null ? null : Sound(sound, [.. fragments.Where(f => f.Track == sound).SelectMany(static f => f.Samples)]),
        };
    }

    /// <summary>Says why a part of a segment is not exactly one key picture; null when it is.</summary>
    /// <param name="part">The part, which may end inside an <c>mdat</c>.</param>
    /// <param name="tracks">The tracks of its initialisation segment.</param>
    public static string? FaultOfPart(ReadOnlySpan<byte> part, IReadOnlyList<Track> tracks)
    {
        var samples = FragmentedSegment.Read(part, tracks, mayBeTruncated: true).Where(static f => f.Track.Handler == VideoHandler).ToArray();
        if (samples is not [{ Track: var track, Samples: [var first, ..] }, ..])
        {
            return "it holds no picture, or not the moof before it";
        }

        if (first.Position + first.Size > part.Length)
        {
            return FormattableString.Invariant($"it ends {first.Position + first.Size - part.Length} bytes before its picture does");
        }

        if (!IsKey(part, first, ConfigurationOf(track)))
        {
            return "its picture is no IDR";
        }

        var (length, others) = (part.Length, samples.Sum(static f => f.Samples.Count) - 1);
        return samples.SelectMany(static f => f.Samples).Any(s => s.Position > first.Position && s.Position < length)
            ? FormattableString.Invariant($"it covers more than one picture ({others + 1} begin in its fragment)")
            : null;
    }

    private static CodedFrameFacts Pictures(ReadOnlySpan<byte> bytes, long origin, MovieFragment[] fragments)
    {
        var track = fragments[0].Track;
        var configuration = ConfigurationOf(track);
        double Seconds(long ticks) => (double)(ticks + track.EditShift) / track.Timescale;
        var (keys, count, start, end) = (new List<KeySpan>(), 0, long.MaxValue, long.MinValue);
        foreach (var fragment in fragments)
        {
            for (var i = 0; i < fragment.Samples.Count; i++)
            {
                var sample = fragment.Samples[i];
                (count, start, end) = (count + 1, Math.Min(start, sample.PresentationTime), Math.Max(end, sample.PresentationTime + sample.Duration));
                if (IsKey(bytes, sample, configuration))
                {
                    keys.Add(new KeySpan(Seconds(sample.PresentationTime), origin + (i == 0 ? fragment.Position : sample.Position), origin + sample.Position + sample.Size));
                }
            }
        }

        var begins = IsKey(bytes, fragments[0].Samples[0], configuration);
        return new CodedFrameFacts(CodecOf(track, configuration), configuration?.Sps, count, Seconds(start), Seconds(end), begins, keys);
    }

    private static StreamSpan Sound(Track track, Mp4Sample[] samples) => new(
        (double)(samples.Min(static s => s.PresentationTime) + track.EditShift) / track.Timescale,
        (double)(samples.Max(static s => s.PresentationTime + s.Duration) + track.EditShift) / track.Timescale);

    private static string CodecOf(Track track, AvcConfiguration? configuration) =>
        configuration?.Sps is { } sequence ? $"{track.Format}.{sequence.CodecSuffix}" : track.Codec ?? track.Format;

    private static AvcConfiguration? ConfigurationOf(Track track) =>
        track.Format is "avc1" or "avc3" ? AvcConfiguration.Parse(track.Configuration.Span) : null;

    /// <summary>Whether a sample says that decoding can begin with it and, in H.264, really is an IDR picture.</summary>
    private static bool IsKey(ReadOnlySpan<byte> bytes, Mp4Sample sample, AvcConfiguration? configuration)
    {
        if (!sample.IsSync || sample.Position + sample.Size > bytes.Length)
        {
            return false;
        }

        return configuration is null || NalUnit.SplitLengthPrefixed(bytes.Slice((int)sample.Position, sample.Size), configuration.NalLengthSize)
            .Find(static u => u.IsVcl(hevc: false)).IsRandomAccess(hevc: false);
    }
}
