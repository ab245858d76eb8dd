using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>Splits encoded tracks into the segments of a valid stream.</summary>
internal static class SegmentSplitter
{
    private const int SegmentSeconds = 6;
    private const int KeyframeSeconds = 2;

    public static (byte[] Init, IReadOnlyList<ClearSegment> Segments) Mp4(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = File.ReadAllBytes(path);
        var init = FragmentedFile.ReadInit(file);
        var tracks = InitSegment.Parse(init);
        var fragments = FragmentedFile.ReadFragments(file, tracks).ToArray();
        var segments = fragments
            .GroupBy(f => (int)((f.Samples[0].DecodeTime / (double)f.Track.Timescale + 0.1) / SegmentSeconds))
            .Select(group => CreateSegment(bytes, [.. group]));
        return (init, [.. segments]);
    }

    /// <summary>Reads the segments and durations that ffmpeg wrote; keyframes occur every two seconds.</summary>
    public static IReadOnlyList<ClearSegment> Ts(EncodedTracks encoded, string name)
    {
        var playlist = MediaPlaylist.Parse(File.ReadAllText(encoded[$"{name}.m3u8"]));
        return [.. playlist.Segments.Select(s => CreateSegment(File.ReadAllBytes(encoded[s.Uri]), s.Seconds))];
    }

    private static ClearSegment CreateSegment(byte[] file, MovieFragment[] fragments)
    {
        var (start, end) = (fragments[0].Position, fragments[^1].Position + fragments[^1].Bytes);
        decimal Seconds(MovieFragment f) => (decimal)f.Samples.Sum(static s => s.Duration) / f.Track.Timescale;
        var keyframes = fragments.Select(f => ((int)(f.Position - start), (int)(f.Samples[0].Position + f.Samples[0].Size - f.Position), decimal.Round(Seconds(f), 5)));
        return new ClearSegment(file[(int)start..(int)end], decimal.Round(fragments.Sum(Seconds), 5), [.. keyframes]);
    }

    private static ClearSegment CreateSegment(byte[] bytes, decimal seconds)
    {
        var keyframes = TransportStream.Read(bytes).Packets
            .Where(static p => p.IsVideo && p.Payload.Span.IndexOf([(byte)0, (byte)0, (byte)1, (byte)0x65]) >= 0)
            .ToArray();
        return new ClearSegment(
            bytes, seconds, [.. keyframes.Select((k, i) => ((int)k.Offset, (int)(k.End - k.Offset), i == keyframes.Length - 1 ? seconds - (KeyframeSeconds * i) : KeyframeSeconds))]);
    }
}
