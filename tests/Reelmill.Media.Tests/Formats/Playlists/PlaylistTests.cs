using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Tests.Formats.Playlists;

public sealed class PlaylistTests
{
    private static readonly Gen<string> Uri = Gen.Elements("a.m4s", "b/c d.ts", "https://host/x?y=1,2", "ü片.m4s");
    private static readonly Gen<string> Name = Gen.Elements("a", "b, c", "ü = 1", "");
    private static readonly Gen<decimal> Seconds = Gen.Elements(6m, 6.0m, 5.994m, 0.041667m, 0m);

    private static readonly Gen<ByteRange?> Range =
        from isPresent in Gen.Elements(true, false)
        from length in Gen.Choose(0, 1000)
        from offset in Gen.Choose(0, 1000)
        select isPresent ? new ByteRange(length, offset) : (ByteRange?)null;

    private static readonly Gen<SegmentKey?> Key =
        from isPresent in Gen.Elements(true, false)
        from uri in Uri
        from vector in Gen.Elements(null, "0x000102030405060708090a0b0c0d0e0f")
        from format in Gen.Elements(null, "identity")
        select isPresent ? new SegmentKey("AES-128", uri, vector, format) : null;

    private static readonly Gen<MediaMap> Map =
        from uri in Uri
        from range in Range
        from key in Key
        select new MediaMap(uri, range, key);

    private static readonly Gen<MediaPlaylist> Media =
        from version in Gen.Elements<int?>(null, 3, 6)
        from target in Gen.Choose(0, 20)
        from sequence in Gen.Choose(0, int.MaxValue)
        from type in Gen.Elements(null, "VOD", "EVENT")
        from flags in Gen.Choose(0, 7)
        from mapped in Gen.Elements(true, false)
        from segments in Gen.ListOf(
            from uri in Uri
            from seconds in Seconds
            from range in Range
            from map in Map
            from key in Key
            from discontinuity in Gen.Elements(true, false)
            select new MediaSegment(uri, seconds) { Range = range, Map = mapped ? map : null, Key = key, Discontinuity = discontinuity })
        select new MediaPlaylist
        {
            Version = version,
            TargetDuration = target,
            MediaSequence = sequence,
            Type = type,
            IndependentSegments = (flags & 1) != 0,
            IFramesOnly = (flags & 2) != 0,
            HasEnd = (flags & 4) != 0,
            Segments = [.. segments],
        };

    private static readonly Gen<MasterPlaylist> Master =
        from version in Gen.Elements<int?>(null, 6)
        from independent in Gen.Elements(true, false)
        from variants in Gen.ListOf(
            from uri in Uri
            from number in Gen.Choose(0, int.MaxValue)
            from rate in Gen.Elements<decimal?>(null, 25.000m, 29.970m)
            from codecs in Gen.Elements(null, "avc1.64001f,mp4a.40.2")
            from captions in Gen.Elements(null, "NONE", "cc")
            from size in Gen.Elements<Resolution?>(null, new Resolution(640, 360))
            select new VariantStream(uri) { Bandwidth = number, AverageBandwidth = number / 2, Codecs = codecs, FrameRate = rate, Resolution = size, Audio = "a,b", ClosedCaptions = captions })
        from renditions in Gen.ListOf(
            from name in Name.Where(static n => n.Length > 0)
            from text in Name
            from flags in Gen.Choose(0, 7)
            select new MediaRendition("AUDIO", "g", name)
            {
                Language = text,
                IsDefault = (flags & 1) != 0,
                AutoSelect = (flags & 2) != 0,
                IsForced = (flags & 4) != 0,
                Uri = "a.m3u8",
            })
        from frames in Gen.ListOf(Uri.Select(static u => new IFrameStream(u) { Bandwidth = 1, Resolution = new Resolution(2, 2) }))
        select new MasterPlaylist { Version = version, IndependentSegments = independent, Variants = [.. variants], Renditions = [.. renditions], IFrameStreams = [.. frames] };

    [Fact]
    public void A_written_media_playlist_parses_to_the_same_playlist() =>
        Prop.ForAll(Arb.From(Media), static written =>
        {
            var read = MediaPlaylist.Parse(written.Write());
            return read.Segments.SequenceEqual(written.Segments) && read with { Segments = written.Segments } == written && read.Write() == written.Write();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_written_master_playlist_parses_to_the_same_playlist() =>
        Prop.ForAll(Arb.From(Master), static written =>
        {
            var read = MasterPlaylist.Parse(written.Write());
            return read.Variants.SequenceEqual(written.Variants)
                && read.Renditions.SequenceEqual(written.Renditions)
                && read.IFrameStreams.SequenceEqual(written.IFrameStreams)
                && (read.Version, read.IndependentSegments) == (written.Version, written.IndependentSegments);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_parsed_or_refused_as_a_playlist_error() =>
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.Elements(
            "#EXTM3U", "\n", "\r\n", "#EXTINF:", "6,", "-1", "#EXT-X-KEY:", "METHOD=", "URI=\"", "\"", ",", "=", "#EXT-X-BYTERANGE:", "9@", "99999999999999999999",
            "#EXT-X-MAP:", "BYTERANGE=", "#EXT-X-STREAM-INF:", "#EXT-X-MEDIA:", "RESOLUTION=1x", "x.ts", "#EXT-X-TARGETDURATION:", "\0", "\uFEFF"))), static tokens =>
        {
            var text = string.Concat(tokens);
            return IsRefused(() => MediaPlaylist.Parse(text)) is var _ && IsRefused(() => MasterPlaylist.Parse(text)) is var _;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("#EXTM3U")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:6\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:-1,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n#EXT-X-BYTERANGE:5\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:six\n#EXTINF:6,\na.ts\n")]
    [InlineData(" #EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\na.ts\n")]
    public void An_invalid_media_playlist_is_refused(string text) => IsRefused(() => MediaPlaylist.Parse(text)).ShouldBeTrue();

    [Fact]
    public void A_quoted_comma_separates_no_attributes_and_a_byte_range_continues_the_previous_one()
    {
        var media = MediaPlaylist.Parse("#EXTM3U\r\n#EXT-X-TARGETDURATION:6\r\n#EXT-X-KEY:METHOD=AES-128,URI=\"k?a=1,IV=2\",IV=0x1\r\n#EXTINF:6,title\r\n#EXT-X-BYTERANGE:5@10\r\na\r\n#EXTINF:6,\r\n#EXT-X-BYTERANGE:7\r\na\r\n");

        media.Segments[0].Key.ShouldBe(new SegmentKey("AES-128", "k?a=1,IV=2", "0x1"));
        media.Segments[1].Range.ShouldBe(new ByteRange(7, 15));
    }

    [Fact]
    public void The_minimum_version_follows_from_the_features_of_a_playlist()
    {
        static int MinimumVersion(MediaSegment segment, bool iframes = false) =>
            new MediaPlaylist { TargetDuration = 6, IFramesOnly = iframes, Segments = [segment] }.MinimumVersion;
        var plain = new MediaSegment("a.ts", 6);

        MinimumVersion(plain).ShouldBe(1);
        MinimumVersion(plain with { Key = new SegmentKey("AES-128", "k", "0x1") }).ShouldBe(2);
        MinimumVersion(plain with { Seconds = 6.0m }).ShouldBe(3);
        MinimumVersion(plain with { Range = new ByteRange(1, 1) }).ShouldBe(4);
        MinimumVersion(plain, iframes: true).ShouldBe(4);
        MinimumVersion(plain with { Key = new SegmentKey("SAMPLE-AES", "k", null, "com.apple.streamingkeydelivery"), Range = new ByteRange(1, 1) }).ShouldBe(5);
        MinimumVersion(plain with { Map = new MediaMap("i") }, iframes: true).ShouldBe(5);
        MinimumVersion(plain with { Map = new MediaMap("i") }).ShouldBe(6);
    }

    [Fact]
    public void Values_with_quotes_or_line_breaks_are_not_written()
    {
        IsRefused(static () => new MasterPlaylist { Variants = [], IFrameStreams = [], Renditions = [new("AUDIO", "g", "a \"quoted\" name")] }.Write()).ShouldBeTrue();
        IsRefused(static () => new MediaPlaylist { TargetDuration = 6, Segments = [new("a\n#EXT-X-ENDLIST", 6)] }.Write()).ShouldBeTrue();
    }

    private static bool IsRefused(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (PlaylistException)
        {
            return true;
        }
    }
}
