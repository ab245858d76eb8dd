using System.Buffers.Binary;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Hls.Checking;

public sealed class HlsCheckerTests(EncodedTracks encoded) : IClassFixture<EncodedTracks>
{
    public static TheoryData<bool, bool> Formats => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_valid_stream_passes_every_rule(bool ts, bool encrypted)
    {
        using var stream = ts ? ValidStream.Ts(encoded, encrypted) : ValidStream.Mp4(encoded, encrypted);

        var report = await stream.CheckAsync();

        report.Findings.ShouldBeEmpty();
        report.Passed.ShouldBe(HlsRules.All.Count);
        report.Variants.Select(static v => v.Resolution).ShouldBe([new Resolution(128, 72), new Resolution(64, 36)]);
        report.Variants.ShouldAllBe(static v => v.Peak == v.DeclaredPeak && v.Average == v.DeclaredAverage);
        report.Variants.ShouldAllBe(static v => v.Segments == 3 && Math.Abs(v.Seconds - 13) < 0.1 && Math.Abs(v.FrameRate!.Value - 25) < 0.1);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Rule_1_reports_a_version_below_the_minimum(bool ts, bool encrypted)
    {
        using var stream = ts ? ValidStream.Ts(encoded, encrypted) : ValidStream.Mp4(encoded, encrypted);
        stream.Edit("small-iframes.m3u8", "#EXT-X-VERSION:6", "#EXT-X-VERSION:3");

        await ShouldReportOnlyAsync(stream, "rfc8216-playlist");
    }

    [Theory]
    [InlineData("#EXTM3U\n", "#EXTM3U \n")]
    [InlineData("#EXT-X-VERSION:6\n", "#EXT-X-VERSION:6\n#EXT-X-VERSION:6\n")]
    [InlineData("BANDWIDTH=", "BANDWIDTH=x,BANDWIDTH=")]
    public async Task Rule_1_reports_a_malformed_master_playlist(string from, string to)
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit(ValidStream.Master, from, to);

        await ShouldReportAsync(stream, "rfc8216-playlist");
    }

    [Fact]
    public async Task Rule_2_reports_a_segment_longer_than_the_target_duration()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit("audio.m3u8", "#EXTINF:", "#EXTINF:1");

        await ShouldReportAsync(stream, "rfc8216-target-duration");
    }

    [Fact]
    public async Task Rule_3_reports_a_missing_endlist()
    {
        using var stream = ValidStream.Ts(encoded);
        stream.Edit("large.m3u8", "#EXT-X-ENDLIST\n", "");

        await ShouldReportOnlyAsync(stream, "rfc8216-ended");
    }

    [Fact]
    public async Task Rule_3_reports_a_missing_playlist_type()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit("audio.m3u8", "#EXT-X-PLAYLIST-TYPE:VOD\n", "");

        await ShouldReportOnlyAsync(stream, "apple-vod-type");
    }

    [Fact]
    public async Task Rule_3_reports_missing_and_empty_files_by_name()
    {
        using var stream = ValidStream.Mp4(encoded);
        File.Delete(stream["audio-1.m4s"]);
        File.WriteAllBytes(stream["audio-2.m4s"], []);

        var files = (await stream.CheckAsync()).Findings.Where(static f => f.Rule == "rfc8216-files").ToArray();

        files.Select(static f => f.File).ShouldBe(["audio-1.m4s", "audio-2.m4s"]);
        files[0].Message.ShouldContain("no such file");
        files[1].Message.ShouldContain("empty");
    }

    [Fact]
    public async Task Rule_4_reports_a_segment_boundary_that_differs_between_variants()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.EditMaster(static m => m with { Variants = [.. m.Variants.Select(static v => v with { Bandwidth = v.Bandwidth + 1000 })] });
        stream.EditMedia("small.m3u8", static p => p with
        {
            Segments = [p.Segments[0] with { Seconds = 5.99m }, p.Segments[1] with { Seconds = 6.01m }, p.Segments[2]],
        });

        await ShouldReportOnlyAsync(stream, "rfc8216-aligned-variants");
    }

    [Fact]
    public async Task Rule_4_reports_audio_with_a_different_target_duration()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit("audio.m3u8", "#EXT-X-TARGETDURATION:6", "#EXT-X-TARGETDURATION:7");

        await ShouldReportOnlyAsync(stream, "rfc8216-aligned-variants");
    }

    [Theory]
    [InlineData(2.0, "rfc8216-one-clock")]
    [InlineData(0.08, "players-in-step")]
    [InlineData(0.02, null)]
    public async Task Rule_4_reports_audio_whose_timestamps_begin_later_than_the_video(double seconds, string? rule)
    {
        using var stream = ValidStream.Mp4(encoded, alter: (name, bytes) => name == "audio" ? ShiftDecodeTimes(bytes, (long)(seconds * 44_100)) : bytes);

        var report = await stream.CheckAsync();

        report.Findings.Select(static f => f.Rule).ShouldBe(rule is null ? [] : [rule]);
        report.Findings.ShouldAllBe(static f => f.File == "audio.m3u8");
    }

    [Fact]
    public async Task Rule_5_reports_a_byte_range_beyond_the_end_of_the_file()
    {
        using var stream = ValidStream.Mp4(encoded);
        var length = new FileInfo(stream["small-1.m4s"]).Length;
        stream.EditMedia("small.m3u8", p => p with
        {
            Segments = [p.Segments[0], p.Segments[1] with { Range = new ByteRange(length + 1, 0) }, p.Segments[2]],
        });

        await ShouldReportOnlyAsync(stream, "rfc8216-map");
    }

    [Fact]
    public async Task Rule_5_reports_fragmented_mp4_without_a_map()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit("audio.m3u8", "#EXT-X-MAP:URI=\"audio-init.mp4\"\n", "");

        await ShouldReportOnlyAsync(stream, "rfc8216-map");
    }

    [Fact]
    public async Task Rule_6_reports_a_bandwidth_below_the_measured_peak()
    {
        using var stream = ValidStream.Ts(encoded);
        stream.EditMaster(static m => m with { Variants = [m.Variants[0] with { Bandwidth = m.Variants[0].Bandwidth * 95 / 100 }, m.Variants[1]] });

        await ShouldReportOnlyAsync(stream, "rfc8216-peak-bandwidth");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rule_7_reports_a_key_that_does_not_have_16_bytes(bool ts)
    {
        using var stream = ts ? ValidStream.Ts(encoded, encrypted: true) : ValidStream.Mp4(encoded, encrypted: true);
        File.WriteAllBytes(Path.Combine(stream.Keys, "1.key"), new byte[15]);

        await ShouldReportOnlyAsync(stream, "rfc8216-encryption");
    }

    [Fact]
    public async Task Rule_7_reports_a_wrong_key()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        File.WriteAllBytes(Path.Combine(stream.Keys, "1.key"), new byte[16]);

        await ShouldReportAsync(stream, "rfc8216-encryption");
    }

    [Fact]
    public async Task Rule_7_reports_a_malformed_initialization_vector()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        stream.Edit("large-iframes.m3u8", "IV=0x0", "IV=0x");

        await ShouldReportOnlyAsync(stream, "rfc8216-encryption");
    }

    [Fact]
    public async Task Rule_7_reports_a_missing_key_once_and_names_the_option()
    {
        using var stream = ValidStream.Ts(encoded, encrypted: true);
        File.Delete(Path.Combine(stream.Keys, "0.key"));
        stream.Edit("audio.m3u8", "https://keys.example/a/0.key", "missing/0.key");

        var findings = (await stream.CheckAsync()).Findings.Where(static f => f.File == "audio-0.ts").ToArray();

        findings.ShouldHaveSingleItem().Message.ShouldContain("--keys");
    }

    [Fact]
    public async Task Rule_8_reports_a_map_after_the_key()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        stream.EditMedia("small.m3u8", static p => p with
        {
            Segments = [.. p.Segments.Select(s => s with { Map = s.Map! with { Key = p.Segments[0].Key } })],
        });

        await ShouldReportOnlyAsync(stream, "players-clear-init");
    }

    [Fact]
    public async Task Rule_8_reports_an_encrypted_initialization_segment()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        File.WriteAllBytes(stream["audio-init.mp4"], [.. Enumerable.Range(0, 64).Select(static i => (byte)(i * 37))]);

        await ShouldReportAsync(stream, "players-clear-init");
    }

    [Fact]
    public async Task Rule_9_reports_a_key_file_inside_the_stream()
    {
        using var stream = ValidStream.Mp4(encoded, encrypted: true);
        Directory.CreateDirectory(stream["keys"]);
        File.Copy(Path.Combine(stream.Keys, "0.key"), Path.Combine(stream["keys"], "0.key"));

        await ShouldReportOnlyAsync(stream, "keys-private");
    }

    [Fact]
    public async Task Rule_9_reports_keys_that_rotate_unevenly_or_are_reused()
    {
        using var stream = ValidStream.Ts(encoded, encrypted: true);
        File.Copy(Path.Combine(stream.Keys, "1.key"), Path.Combine(stream.Keys, "2.key"));
        File.Copy(Path.Combine(stream.Keys, "0.key"), Path.Combine(stream.Keys, "3.key"));
        stream.EditMedia("small.m3u8", static p => p with
        {
            Segments = [p.Segments[0], p.Segments[1] with { Key = p.Segments[1].Key! with { Uri = "https://keys.example/a/3.key" } }, p.Segments[2]],
        });
        (await FindBrokenRulesAsync(stream)).ShouldBeEmpty();
        stream.EditMedia("small.m3u8", static p => p with
        {
            Segments = [.. p.Segments, .. p.Segments.Take(1)],
        });

        await ShouldReportAsync(stream, "keys-rotation");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rule_10_reports_a_segment_that_does_not_begin_with_an_idr_frame(bool ts)
    {
        using var stream = ts ? ValidStream.Ts(encoded) : ValidStream.Mp4(encoded);
        var file = stream[ts ? "small-1.ts" : "small-1.m4s"];
        var bytes = File.ReadAllBytes(file);
        ReplaceFirstIdrFrame(bytes, ts);
        File.WriteAllBytes(file, bytes);

        (await FindBrokenRulesAsync(stream)).ShouldBe(["apple-idr-aligned", "apple-idr-interval", "apple-idr-start", "rfc8216-iframe-ranges"]);
    }

    [Fact]
    public async Task Rule_10_reports_a_missing_independent_segments_tag()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit(ValidStream.Master, "#EXT-X-INDEPENDENT-SEGMENTS\n", "");
        stream.Edit("large.m3u8", "#EXT-X-INDEPENDENT-SEGMENTS\n", "");

        await ShouldReportOnlyAsync(stream, "apple-independent-segments");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rule_11_reports_durations_that_differ_from_those_of_the_frames(bool ts)
    {
        using var stream = ts ? ValidStream.Ts(encoded) : ValidStream.Mp4(encoded);
        foreach (var file in (string[])["large.m3u8", "small.m3u8"])
        {
            stream.EditMedia(file, static p => p with { Segments = [.. p.Segments.Select(static s => s with { Seconds = s.Seconds + 0.2m })] });
        }

        await ShouldReportOnlyAsync(stream, "rfc8216-extinf");
    }

    [Fact]
    public async Task Rule_11_reports_frames_that_outlast_the_target_duration()
    {
        using var stream = ValidStream.Ts(encoded);
        stream.Edit("small.m3u8", "#EXT-X-TARGETDURATION:6", "#EXT-X-TARGETDURATION:5");

        await ShouldReportAsync(stream, "apple-segment-longest");
    }

    [Fact]
    public async Task Rules_10_11_and_14_measure_the_frames_themselves()
    {
        using var folder = new TempFolder();
        await EncodedTracks.RunAsync([
            "-f", "lavfi", "-i", "testsrc2=s=64x36:r=100:d=8", "-vf", "setsar=4/3", "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1",
            "-level", "5.1", "-g", "300", "-f", "hls", "-hls_time", "3", "-hls_playlist_type", "vod", folder["a.m3u8"],
        ]);

        var report = await new HlsChecker().CheckAsync(HlsLocation.Parse(folder.Path), null, default);

        report.Findings.Select(static f => f.Rule).Distinct(StringComparer.Ordinal)
            .ShouldBe(["apple-independent-segments", "apple-idr-interval", "apple-segment-nominal", "apple-picture-limits"]);
        var limits = report.Findings.Where(static f => f.Rule == "apple-picture-limits").Select(static f => f.Message).ToArray();
        limits.Length.ShouldBe(3);
        limits[0].ShouldContain("level 5.1");
        limits[1].ShouldContain("4/3");
        limits[2].ShouldContain("100");
    }

    [Theory]
    [InlineData(",FRAME-RATE=25.000")]
    [InlineData(",RESOLUTION=64x36,FRAME")]
    public async Task Rule_12_reports_a_missing_attribute(string attribute)
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit(ValidStream.Master, attribute, attribute.EndsWith("FRAME", StringComparison.Ordinal) ? ",FRAME" : "");

        await ShouldReportOnlyAsync(stream, "apple-stream-inf");
    }

    [Fact]
    public async Task Rule_12_reports_a_wrong_resolution()
    {
        using var stream = ValidStream.Ts(encoded);
        stream.Edit(ValidStream.Master, "RESOLUTION=64x36", "RESOLUTION=64x38");

        await ShouldReportOnlyAsync(stream, "rfc8216-picture-attributes");
    }

    [Fact]
    public async Task Rule_13_reports_an_average_that_differs_from_the_measured_one()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.EditMaster(static m => m with { Variants = [m.Variants[0], m.Variants[1] with { AverageBandwidth = m.Variants[1].AverageBandwidth * 6 / 5 }] });

        await ShouldReportOnlyAsync(stream, "apple-measured-bandwidth");
    }

    [Fact]
    public async Task Rule_13_reports_a_peak_far_above_the_average()
    {
        var count = 0;
        using var stream = ValidStream.Mp4(encoded, alter: (name, bytes) => name == "large" && count++ == 0 ? PadWithFreeBox(bytes, 50) : bytes);

        await ShouldReportAsync(stream, "apple-peak-ratio");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rule_14_reports_a_wrong_level(bool ts)
    {
        using var stream = ts ? ValidStream.Ts(encoded) : ValidStream.Mp4(encoded);
        stream.EditMaster(static m => m with { Variants = [m.Variants[0] with { Codecs = "avc1.64002a,mp4a.40.2" }, m.Variants[1]] });

        await ShouldReportOnlyAsync(stream, "apple-codecs");
    }

    [Fact]
    public async Task Rule_15_reports_missing_iframe_playlists()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.EditMaster(static m => m with { IFrameStreams = [] });

        await ShouldReportOnlyAsync(stream, "apple-iframe-streams");
    }

    [Theory]
    [InlineData(false, false, 0, -4)]
    [InlineData(false, false, 8, 0)]
    [InlineData(false, false, 0, 400)]
    [InlineData(false, true, 0, -4)]
    [InlineData(false, true, 16, 0)]
    [InlineData(true, false, 188, 0)]
    [InlineData(true, false, 0, -188)]
    [InlineData(true, false, 0, 376)]
    [InlineData(true, true, 0, 564)]
    [InlineData(true, true, -8, 0)]
    public async Task Rule_15_reports_byte_ranges_that_are_not_exactly_one_iframe(bool ts, bool encrypted, int offset, int length)
    {
        using var stream = ts ? ValidStream.Ts(encoded, encrypted) : ValidStream.Mp4(encoded, encrypted);
        stream.EditMaster(static m => m with { IFrameStreams = [.. m.IFrameStreams.Select(static i => i with { Bandwidth = i.Bandwidth * 2 })] });
        stream.EditMedia("large-iframes.m3u8", p => p with
        {
            Segments = [.. p.Segments.Select((s, i) => i != 1 ? s : s with { Range = new ByteRange(s.Range!.Value.Length + length, s.Range.Value.Offset + offset) })],
        });

        await ShouldReportOnlyAsync(stream, "rfc8216-iframe-ranges");
    }

    [Fact]
    public async Task Rule_16_reports_a_missing_language()
    {
        using var stream = ValidStream.Mp4(encoded);
        stream.Edit(ValidStream.Master, "LANGUAGE=\"und\",", "");

        await ShouldReportOnlyAsync(stream, "apple-language");
    }

    [Fact]
    public async Task Rule_16_reports_a_single_bitrate()
    {
        using var stream = ValidStream.Ts(encoded);
        stream.EditMaster(static m => m with { Variants = [m.Variants[0]], IFrameStreams = [m.IFrameStreams[0]] });

        await ShouldReportOnlyAsync(stream, "apple-bitrates");
    }

    [Fact]
    public async Task Rule_17_reports_a_small_frame_size_with_the_higher_bitrate()
    {
        using var stream = ValidStream.Mp4(encoded, alter: static (name, bytes) => name == "small" ? PadWithFreeBox(bytes, 9) : bytes);

        await ShouldReportOnlyAsync(stream, "apple-ladder");
    }

    private static async Task<string[]> FindBrokenRulesAsync(ValidStream stream) =>
        [.. (await stream.CheckAsync()).Findings.Select(static f => f.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Asserts that a rule is broken; others may be too, such as when segments become unreadable.</summary>
    private static async Task ShouldReportAsync(ValidStream stream, string rule) =>
        (await stream.CheckAsync()).Findings.ShouldContain(f => f.Rule == rule);

    private static async Task ShouldReportOnlyAsync(ValidStream stream, string rule)
    {
        var report = await stream.CheckAsync();

        report.Findings.ShouldNotBeEmpty();
        report.Findings.ShouldAllBe(f => f.Rule == rule, string.Join('\n', report.Findings));
        var severity = HlsRules.All.Single(r => r.Id == rule).Severity;
        (report.Failed, report.Warnings).ShouldBe(severity == HlsSeverity.Must ? (1, 0) : (0, 1));
    }

    /// <summary>Appends a <c>free</c> box, which players skip, of a multiple of the segment's size.</summary>
    private static byte[] PadWithFreeBox(byte[] bytes, int times)
    {
        var free = new byte[bytes.Length * times];
        BinaryPrimitives.WriteInt32BigEndian(free, free.Length);
        "free"u8.CopyTo(free.AsSpan(4));
        return [.. bytes, .. free];
    }

    /// <summary>Changes the NAL unit type of the first IDR slice from 5 to 1.</summary>
    private static void ReplaceFirstIdrFrame(byte[] bytes, bool ts)
    {
        ReadOnlySpan<byte> pattern = ts ? [0, 0, 1, 0x65] : [0x65, 0x88];
        var at = bytes.AsSpan().IndexOf(pattern) + (ts ? 3 : 0);
        bytes[at].ShouldBe((byte)0x65);
        bytes[at] = 0x61;
    }

    /// <summary>Delays the decode times of all fragments.</summary>
    private static byte[] ShiftDecodeTimes(byte[] segment, long ticks)
    {
        var shifted = segment.ToArray();
        for (var at = shifted.AsSpan().IndexOf("tfdt"u8); at >= 0;)
        {
            var time = shifted.AsSpan(at + 8);
            BinaryPrimitives.WriteInt64BigEndian(time, BinaryPrimitives.ReadInt64BigEndian(time) + ticks);
            var next = shifted.AsSpan(at + 4).IndexOf("tfdt"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return shifted;
    }
}
