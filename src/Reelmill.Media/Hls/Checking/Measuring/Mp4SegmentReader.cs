using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Measures segments of fragmented MP4.</summary>
internal static class Mp4SegmentReader
{
    private const string VideoHandler = "vide";
    private const string AudioHandler = "soun";

    /// <summary>Measures a whole segment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="offset">The offset of the segment in its file.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    /// <exception cref="Mp4Exception">The container is damaged.</exception>
    /// <exception cref="BitstreamException">The video bitstream is damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long offset, IReadOnlyList<Track> tracks)
    {
        var fragments = FragmentedSegment.Read(bytes, tracks);
        if (fragments.Count == 0)
        {
            throw new Mp4Exception("the segment has no fragment");
        }

        var video = fragments.Where(static f => f.Track.Handler == VideoHandler).ToArray();
        var audio = fragments.FirstOrDefault(static f => f.Track.Handler == AudioHandler)?.Track;
        return new SegmentMedia(true, video.Length > 0 ? MeasureVideo(bytes, offset, video) : null, audio?.Codec)
        {
            Audio = audio is null ? null : MeasureAudio(audio, [.. fragments.Where(f => f.Track == audio).SelectMany(static f => f.Samples)]),
        };
    }

    /// <summary>Returns why a byte range is not exactly one I-frame; null when it is one.</summary>
    /// <param name="range">The byte range, which may end inside an <c>mdat</c>.</param>
    /// <param name="tracks">The tracks of the initialization segment.</param>
    public static string? FindIFrameFault(ReadOnlySpan<byte> range, IReadOnlyList<Track> tracks)
    {
        var samples = FragmentedSegment.Read(range, tracks, mayBeCut: true).Where(static f => f.Track.Handler == VideoHandler).ToArray();
        if (samples is not [{ Track: var track, Samples: [var first, ..] }, ..])
        {
            return "the byte range contains no frame, or not the moof before the frame";
        }

        if (first.Position + first.Size > range.Length)
        {
            return FormattableString.Invariant($"the byte range ends {first.Position + first.Size - range.Length} bytes before its frame does");
        }

        if (!IsKeyframe(range, first, ParseConfiguration(track)))
        {
            return "the frame is not an IDR frame";
        }

        var (length, others) = (range.Length, samples.Sum(static f => f.Samples.Count) - 1);
        return samples.SelectMany(static f => f.Samples).Any(s => s.Position > first.Position && s.Position < length)
            ? FormattableString.Invariant($"the byte range covers more than one frame ({others + 1} begin in its fragment)")
            : null;
    }

    private static SegmentVideo MeasureVideo(ReadOnlySpan<byte> bytes, long offset, MovieFragment[] fragments)
    {
        var track = fragments[0].Track;
        var configuration = ParseConfiguration(track);
        double Seconds(long ticks) => (double)(ticks + track.Shift) / track.Timescale;
        var (keyframes, count, start, end) = (new List<KeyframeLocation>(), 0, long.MaxValue, long.MinValue);
        foreach (var fragment in fragments)
        {
            for (var i = 0; i < fragment.Samples.Count; i++)
            {
                var sample = fragment.Samples[i];
                (count, start, end) = (count + 1, Math.Min(start, sample.Time), Math.Max(end, sample.Time + sample.Duration));
                if (IsKeyframe(bytes, sample, configuration))
                {
                    keyframes.Add(new KeyframeLocation(Seconds(sample.Time), offset + (i == 0 ? fragment.Position : sample.Position), offset + sample.Position + sample.Size));
                }
            }
        }

        var begins = IsKeyframe(bytes, fragments[0].Samples[0], configuration);
        return new SegmentVideo(FormatCodec(track, configuration), configuration?.Sequence, count, Seconds(start), Seconds(end), begins, keyframes);
    }

    private static StreamSpan MeasureAudio(Track track, Mp4Sample[] samples) => new(
        (double)(samples.Min(static s => s.Time) + track.Shift) / track.Timescale,
        (double)(samples.Max(static s => s.Time + s.Duration) + track.Shift) / track.Timescale);

    private static string FormatCodec(Track track, AvcConfiguration? configuration) =>
        configuration?.Sequence is { } sequence ? $"{track.Format}.{sequence.CodecSuffix}" : track.Codec ?? track.Format;

    private static AvcConfiguration? ParseConfiguration(Track track) =>
        track.Format is "avc1" or "avc3" ? AvcConfiguration.Parse(track.Configuration.Span) : null;

    /// <summary>Whether a sample is a sync sample and, in H.264, an IDR frame.</summary>
    private static bool IsKeyframe(ReadOnlySpan<byte> bytes, Mp4Sample sample, AvcConfiguration? configuration)
    {
        if (!sample.IsSync || sample.Position + sample.Size > bytes.Length)
        {
            return false;
        }

        return configuration is null || NalUnit.SplitLengths(bytes.Slice((int)sample.Position, sample.Size), configuration.LengthBytes)
            .Find(static u => u.IsPicture(hevc: false)).IsKey(hevc: false);
    }
}
