using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>Cuts encoded tracks into the segments of a good stream.</summary>
internal static class TrackParts
{
    private const int SegmentSeconds = 6;
    private const int KeySeconds = 2;

    public static (byte[] Init, IReadOnlyList<TrackPart> Parts) Mp4(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = File.ReadAllBytes(path);
        var init = FragmentedFile.ReadInit(file);
        var tracks = InitSegment.Parse(init);
        var fragments = FragmentedFile.ReadFragments(file, tracks).ToArray();
        var parts = fragments
            .GroupBy(f => (int)((f.Samples[0].DecodeTime / (double)f.Track.Timescale + 0.1) / SegmentSeconds))
            .Select(group => PartOf(bytes, [.. group]));
        return (init, [.. parts]);
    }

    /// <summary>The segments that ffmpeg cut, with the durations that it wrote; key pictures come every two seconds.</summary>
    public static IReadOnlyList<TrackPart> Ts(EncodedTracks encoded, string name)
    {
        var playlist = MediaPlaylist.Parse(File.ReadAllText(encoded[$"{name}.m3u8"]));
        return [.. playlist.Segments.Select(s => PartOf(File.ReadAllBytes(encoded[s.Uri]), s.Seconds))];
    }

    private static TrackPart PartOf(byte[] file, MovieFragment[] fragments)
    {
        var (start, end) = (fragments[0].Position, fragments[^1].Position + fragments[^1].Bytes);
        decimal Seconds(MovieFragment f) => (decimal)f.Samples.Sum(static s => s.Duration) / f.Track.Timescale;
        var keys = fragments.Select(f => ((int)(f.Position - start), (int)(f.Samples[0].Position + f.Samples[0].Size - f.Position), decimal.Round(Seconds(f), 5)));
        return new TrackPart(file[(int)start..(int)end], decimal.Round(fragments.Sum(Seconds), 5), [.. keys]);
    }

    private static TrackPart PartOf(byte[] bytes, decimal seconds)
    {
        var keys = TransportStream.Read(bytes).Packets
            .Where(static p => p.IsVideo && p.Payload.Span.IndexOf([(byte)0, (byte)0, (byte)1, (byte)0x65]) >= 0)
            .ToArray();
        return new TrackPart(
            bytes, seconds, [.. keys.Select((k, i) => ((int)k.Offset, (int)(k.End - k.Offset), i == keys.Length - 1 ? seconds - (KeySeconds * i) : KeySeconds))]);
    }
}
