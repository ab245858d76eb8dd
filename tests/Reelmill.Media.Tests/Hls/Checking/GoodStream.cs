using System.Security.Cryptography;
using System.Text;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Encryption;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Hls.Checking;

/// <summary>A stream without a fault, in a folder of its own, to be broken by a test: two sizes, a group of sound, I-frames.</summary>
internal sealed class GoodStream : IDisposable
{
    public const string Master = "master.m3u8";
    private const int Target = 6;
    private readonly TempFolder _folder = new();
    private readonly bool _encrypted;

    private GoodStream(EncodedTracks encoded, bool ts, bool encrypted, Func<string, byte[], byte[]>? alter)
    {
        _encrypted = encrypted;
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Keys);
        for (var i = 0; i < 2; i++)
        {
            File.WriteAllBytes(Path.Combine(Keys, $"{i}.key"), SHA256.HashData(Encoding.UTF8.GetBytes($"key {i}"))[..16]);
        }

        var tracks = new[] { "large", "small", "sound" }.Select(name => Write(encoded, name, ts, alter)).ToArray();
        WriteMaster(tracks, encoded);
    }

    public string Root => _folder["stream"];

    public string Keys => _folder["keys"];

    public static GoodStream Mp4(EncodedTracks encoded, bool encrypted = false, Func<string, byte[], byte[]>? alter = null) => new(encoded, false, encrypted, alter);

    public static GoodStream Ts(EncodedTracks encoded, bool encrypted = false) => new(encoded, true, encrypted, null);

    public string this[string file] => Path.Combine(Root, file);

    /// <summary>Changes the text of a playlist, and makes sure that it was changed.</summary>
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

    private (string Name, IReadOnlyList<TrackPart> Parts, IReadOnlyList<(double, long)> Sizes) Write(
        EncodedTracks encoded, string name, bool ts, Func<string, byte[], byte[]>? alter)
    {
        var (init, parts) = ts ? ([], TrackParts.Ts(encoded, name)) : TrackParts.Mp4(encoded[$"{name}.mp4"]);
        var map = ts ? null : new MediaMap($"{name}-init.mp4");
        if (map is not null)
        {
            File.WriteAllBytes(this[map.Uri], init);
        }

        var segments = new List<MediaSegment>();
        var sizes = new List<(double, long)>();
        for (var i = 0; i < parts.Count; i++)
        {
            var clear = alter is null ? parts[i].Bytes : alter(name, parts[i].Bytes);
            var bytes = _encrypted ? SegmentCipher.Encrypt(clear, File.ReadAllBytes(Path.Combine(Keys, $"{i / 2}.key")), SegmentCipher.VectorOf(i)) : clear;
            var file = $"{name}-{i}.{(ts ? "ts" : "m4s")}";
            File.WriteAllBytes(this[file], bytes);
            segments.Add(new MediaSegment(file, parts[i].Seconds) { Map = map, Key = KeyOf(i, null) });
            sizes.Add(((double)parts[i].Seconds, bytes.Length));
        }

        WriteMedia($"{name}.m3u8", segments, iframes: false);
        if (name != "sound")
        {
            WriteMedia($"{name}-iframes.m3u8", [.. parts.SelectMany((p, i) => p.Keys.Select(k => new MediaSegment(segments[i].Uri, k.Seconds)
            {
                Map = map,
                Key = KeyOf(i, SegmentCipher.Format(SegmentCipher.VectorOf(i))),
                Range = new ByteRange(k.Length, k.Offset),
            }))], iframes: true);
        }

        return (name, parts, sizes);
    }

    private SegmentKey? KeyOf(int segment, string? vector) =>
        _encrypted ? new SegmentKey(SegmentKey.Aes128, $"https://keys.example/a/{segment / 2}.key", vector) : null;

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

    private void WriteMaster((string Name, IReadOnlyList<TrackPart> Parts, IReadOnlyList<(double, long)> Sizes)[] tracks, EncodedTracks encoded)
    {
        var sound = tracks[2].Sizes;
        VariantStream Variant(int track, Resolution size) => new($"{tracks[track].Name}.m3u8")
        {
            Bandwidth = Bandwidth.Peak(tracks[track].Sizes, Target) + Bandwidth.Peak(sound, Target),
            AverageBandwidth = Bandwidth.Average(tracks[track].Sizes) + Bandwidth.Average(sound),
            Codecs = $"{CodecOf(encoded, tracks[track].Name)},{CodecOf(encoded, "sound")}",
            Resolution = size,
            FrameRate = 25.000m,
            Audio = "audio",
            ClosedCaptions = VariantStream.NoCaptions,
        };
        IFrameStream IFrames(int track, Resolution size) => new($"{tracks[track].Name}-iframes.m3u8")
        {
            Bandwidth = Bandwidth.Peak([.. tracks[track].Parts.SelectMany(static p => p.Keys).Select(static k => ((double)k.Seconds, (long)k.Length))], Target),
            Codecs = CodecOf(encoded, tracks[track].Name),
            Resolution = size,
        };
        var (large, small) = (new Resolution(128, 72), new Resolution(64, 36));
        File.WriteAllText(this[Master], new MasterPlaylist
        {
            Version = 6,
            IndependentSegments = true,
            Renditions = [new("AUDIO", "audio", "Tone") { Language = "und", IsDefault = true, AutoSelect = true, Channels = "1", Uri = "sound.m3u8" }],
            Variants = [Variant(0, large), Variant(1, small)],
            IFrameStreams = [IFrames(0, large), IFrames(1, small)],
        }.Write());
    }

    private static string CodecOf(EncodedTracks encoded, string name)
    {
        using var file = File.OpenHandle(encoded[$"{name}.mp4"]);
        return InitSegment.Parse(FragmentedFile.ReadInit(file))[0].Codec!;
    }
}
