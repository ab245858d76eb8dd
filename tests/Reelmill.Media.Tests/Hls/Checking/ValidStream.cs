using System.Security.Cryptography;
using System.Text;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Encryption;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>A valid stream in its own folder, for a test to break: two frame sizes, an audio group, I-frame playlists.</summary>
internal sealed class ValidStream : IDisposable
{
    public const string Master = "master.m3u8";
    private const int Target = 6;
    private readonly TempFolder _folder = new();
    private readonly bool _encrypted;

    private ValidStream(EncodedTracks encoded, bool ts, bool encrypted, Func<string, byte[], byte[]>? alter)
    {
        _encrypted = encrypted;
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Keys);
        for (var i = 0; i < 2; i++)
        {
            File.WriteAllBytes(Path.Combine(Keys, $"{i}.key"), SHA256.HashData(Encoding.UTF8.GetBytes($"key {i}"))[..16]);
        }

        var tracks = new[] { "large", "small", "audio" }.Select(name => Write(encoded, name, ts, alter)).ToArray();
        WriteMaster(tracks, encoded);
    }

    public string Root => _folder["stream"];

    public string Keys => _folder["keys"];

    public static ValidStream Mp4(EncodedTracks encoded, bool encrypted = false, Func<string, byte[], byte[]>? alter = null) => new(encoded, false, encrypted, alter);

    public static ValidStream Ts(EncodedTracks encoded, bool encrypted = false) => new(encoded, true, encrypted, null);

    public string this[string file] => Path.Combine(Root, file);

    /// <summary>Replaces text of a playlist, which must contain it.</summary>
    public void Edit(string file, string from, string to)
    {
        var text = File.ReadAllText(this[file]);
        text.ShouldContain(from);
        File.WriteAllText(this[file], text.Replace(from, to, StringComparison.Ordinal));
    }

    public void EditMedia(string file, Func<MediaPlaylist, MediaPlaylist> change) =>
        File.WriteAllText(this[file], change(MediaPlaylist.Parse(File.ReadAllText(this[file]))).Write());

    public void EditMaster(Func<MasterPlaylist, MasterPlaylist> change) =>
        File.WriteAllText(this[Master], change(MasterPlaylist.Parse(File.ReadAllText(this[Master]))).Write());

    public Task<HlsReport> CheckAsync() =>
        new HlsChecker().CheckAsync(HlsLocation.Parse(Root), new HlsCheckOptions { KeyFolder = _encrypted ? Keys : null }, default);

    public void Dispose() => _folder.Dispose();

    private (string Name, IReadOnlyList<ClearSegment> Segments, IReadOnlyList<(double, long)> Sizes) Write(
        EncodedTracks encoded, string name, bool ts, Func<string, byte[], byte[]>? alter)
    {
        var (init, clearSegments) = ts ? ([], SegmentSplitter.Ts(encoded, name)) : SegmentSplitter.Mp4(encoded[$"{name}.mp4"]);
        var map = ts ? null : new MediaMap($"{name}-init.mp4");
        if (map is not null)
        {
            File.WriteAllBytes(this[map.Uri], init);
        }

        var segments = new List<MediaSegment>();
        var sizes = new List<(double, long)>();
        for (var i = 0; i < clearSegments.Count; i++)
        {
            var clear = alter is null ? clearSegments[i].Bytes : alter(name, clearSegments[i].Bytes);
            var bytes = _encrypted ? SegmentCipher.Encrypt(clear, File.ReadAllBytes(Path.Combine(Keys, $"{i / 2}.key")), SegmentCipher.CreateIv(i)) : clear;
            var file = $"{name}-{i}.{(ts ? "ts" : "m4s")}";
            File.WriteAllBytes(this[file], bytes);
            segments.Add(new MediaSegment(file, clearSegments[i].Seconds) { Map = map, Key = CreateKey(i, null) });
            sizes.Add(((double)clearSegments[i].Seconds, bytes.Length));
        }

        WriteMedia($"{name}.m3u8", segments, iframes: false);
        if (name != "audio")
        {
            WriteMedia($"{name}-iframes.m3u8", [.. clearSegments.SelectMany((p, i) => p.Keyframes.Select(k => new MediaSegment(segments[i].Uri, k.Seconds)
            {
                Map = map,
                Key = CreateKey(i, SegmentCipher.FormatIv(SegmentCipher.CreateIv(i))),
                Range = new ByteRange(k.Length, k.Offset),
            }))], iframes: true);
        }

        return (name, clearSegments, sizes);
    }

    private SegmentKey? CreateKey(int segment, string? iv) =>
        _encrypted ? new SegmentKey(SegmentKey.Aes128, $"https://keys.example/a/{segment / 2}.key", iv) : null;

    private void WriteMedia(string file, IReadOnlyList<MediaSegment> segments, bool iframes) => File.WriteAllText(this[file], new MediaPlaylist
    {
        Version = 6,
        TargetDuration = Target,
        Type = MediaPlaylist.Vod,
        IndependentSegments = !iframes,
        IFramesOnly = iframes,
        HasEnd = true,
        Segments = segments,
    }.Write());

    private void WriteMaster((string Name, IReadOnlyList<ClearSegment> Segments, IReadOnlyList<(double, long)> Sizes)[] tracks, EncodedTracks encoded)
    {
        var audio = tracks[2].Sizes;
        VariantStream Variant(int track, Resolution size) => new($"{tracks[track].Name}.m3u8")
        {
            Bandwidth = Bandwidth.Peak(tracks[track].Sizes, Target) + Bandwidth.Peak(audio, Target),
            AverageBandwidth = Bandwidth.Average(tracks[track].Sizes) + Bandwidth.Average(audio),
            Codecs = $"{ReadCodec(encoded, tracks[track].Name)},{ReadCodec(encoded, "audio")}",
            Resolution = size,
            FrameRate = 25.000m,
            Audio = "audio",
            ClosedCaptions = VariantStream.NoCaptions,
        };
        IFrameStream IFrames(int track, Resolution size) => new($"{tracks[track].Name}-iframes.m3u8")
        {
            Bandwidth = Bandwidth.Peak([.. tracks[track].Segments.SelectMany(static p => p.Keyframes).Select(static k => ((double)k.Seconds, (long)k.Length))], Target),
            Codecs = ReadCodec(encoded, tracks[track].Name),
            Resolution = size,
        };
        var (large, small) = (new Resolution(128, 72), new Resolution(64, 36));
        File.WriteAllText(this[Master], new MasterPlaylist
        {
            Version = 6,
            IndependentSegments = true,
            Renditions = [new("AUDIO", "audio", "Tone") { Language = "und", IsDefault = true, AutoSelect = true, Channels = "1", Uri = "audio.m3u8" }],
            Variants = [Variant(0, large), Variant(1, small)],
            IFrameStreams = [IFrames(0, large), IFrames(1, small)],
        }.Write());
    }

    private static string ReadCodec(EncodedTracks encoded, string name)
    {
        using var file = File.OpenHandle(encoded[$"{name}.mp4"]);
        return InitSegment.Parse(FragmentedFile.ReadInit(file))[0].Codec!;
    }
}
