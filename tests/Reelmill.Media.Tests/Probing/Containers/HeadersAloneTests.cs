using System.Buffers.Binary;
using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Processes;
using static Reelmill.Media.Tests.Probing.Containers.BoxEdit;

namespace Reelmill.Media.Tests.Probing.Containers;

public sealed class HeadersAloneTests(ContainerClips clips) : IClassFixture<ContainerClips>
{
    private readonly Prober _prober = new(new ProcessLauncher());

    [Theory]
    [InlineData("ftyp")]
    [InlineData("ftyp", "moov")]
    [InlineData("moov")]
    [InlineData("moof")]
    [InlineData("moof", "mdat")]
    [InlineData("ftyp", "moov", "mfra")]
    [InlineData("ftyp", "moof", "mdat")]
    public async Task Incomplete_fragmented_files_have_no_frames(params string[] boxes) =>
        await ShouldHaveNoFramesAsync("part.mp4", Only(clips.Bytes("fragmented.mp4"), boxes));

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("fast.mp4")]
    [InlineData("plain.mov")]
    public async Task A_movie_box_without_data_has_no_frames(string clip)
    {
        await ShouldHaveNoFramesAsync("movie.mp4", Only(clips.Bytes(clip), "ftyp", "moov"));
        await ShouldHaveNoFramesAsync("empty-data.mp4", [.. Only(clips.Bytes(clip), "ftyp", "moov"), .. Box("mdat")]);
    }

    [Fact]
    public async Task A_media_segment_with_its_type_and_index_has_no_frames()
    {
        byte[] segment = [.. Box("styp", Text("msdh"), Number(0), Text("msdhmsix")), .. Box("sidx", new byte[32]), .. Only(clips.Bytes("fragmented.mp4"), "moof", "mdat")];

        await ShouldHaveNoFramesAsync("segment.m4s", segment);
    }

    [Theory]
    [InlineData("plain.mkv")]
    [InlineData("live.mkv")]
    [InlineData("plain.webm")]
    public async Task A_Matroska_header_alone_has_no_frames(string clip)
    {
        await ShouldHaveNoFramesAsync("head-" + clip, EbmlEdit.Head(clips.Bytes(clip)));
        var bytes = clips.Bytes(clip);
        await ShouldHaveNoFramesAsync("ebml-" + clip, bytes[..bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x18, 0x53, 0x80, 0x67])]);
    }

    [Fact]
    public async Task An_AVI_header_alone_has_no_frames()
    {
        var bytes = clips.Bytes("plain.avi");
        var media = bytes.AsSpan().IndexOf("movi"u8);

        await ShouldHaveNoFramesAsync("empty-list.avi", bytes[..(media + 4)]);
        await ShouldHaveNoFramesAsync("no-list.avi", bytes[..(media - 8)]);
    }

    [Fact]
    public async Task An_FLV_header_alone_has_no_frames()
    {
        var bytes = clips.Bytes("plain.flv");

        await ShouldHaveNoFramesAsync("head.flv", bytes[..13]);
        await ShouldHaveNoFramesAsync("metadata.flv", bytes[..(13 + 15 + ((bytes[14] << 16) | (bytes[15] << 8) | bytes[16]))]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public async Task Tables_of_a_transport_stream_have_no_frames(int packets)
    {
        var tables = clips.Bytes("plain.ts")[..(3 * 188)];

        await ShouldHaveNoFramesAsync("tables.ts", [.. Enumerable.Repeat(tables, packets / 3).SelectMany(static t => t)]);
    }

    [Fact]
    public async Task An_ASF_header_alone_has_no_frames()
    {
        var bytes = clips.Bytes("plain.wmv");
        var size = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));

        await ShouldHaveNoFramesAsync("head.wmv", bytes[..size]);
        await ShouldHaveNoFramesAsync("empty-data.wmv", bytes[..(size + 50)]);
    }

    [Fact]
    public async Task Ogg_headers_alone_have_no_frames()
    {
        var bytes = clips.Bytes("plain.ogv");
        var at = 0;
        while (BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 6)) == 0)
        {
            at += 27 + bytes[at + 26] + bytes.AsSpan(at + 27, bytes[at + 26]).ToArray().Sum(static b => b);
        }

        await ShouldHaveNoFramesAsync("head.ogv", bytes[..at]);
    }

    [Fact]
    public async Task Segments_joined_as_the_error_message_advises_are_complete()
    {
        var bytes = clips.Bytes("fragmented.mp4");
        byte[] joined = [.. Only(bytes, "ftyp", "moov"), .. Only(bytes, "moof", "mdat")];

        (await _prober.ProbeAsync(clips.Write("joined.mp4", joined), CancellationToken.None)).RequireVideo().Width.ShouldBe(96);
    }

    [Theory]
    [InlineData("one.mp4", "-frames:v", "1", "-video_track_timescale", "90000")]
    [InlineData("two.mp4", "-frames:v", "2", "-video_track_timescale", "90000", "-enc_time_base", "1/90000", "-vf", "setpts=N", "-fps_mode", "passthrough")]
    [InlineData("one.mkv", "-frames:v", "1")]
    [InlineData("two.mkv", "-frames:v", "2")]
    [InlineData("one.ts", "-frames:v", "1")]
    [InlineData("two.ts", "-frames:v", "2")]
    [InlineData("one.mov", "-frames:v", "1")]
    [InlineData("one.avi", "-frames:v", "1")]
    [InlineData("one.flv", "-frames:v", "1")]
    [InlineData("one.wmv", "-frames:v", "1", "-c:v", "wmv2")]
    [InlineData("one.webm", "-frames:v", "1", "-c:v", "libvpx")]
    [InlineData("fragment.mp4", "-frames:v", "1", "-movflags", "frag_keyframe+empty_moov", "-video_track_timescale", "90000")]
    public async Task A_guessed_frame_rate_of_a_few_frames_is_not_limited(string name, params string[] arguments)
    {
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25", .. arguments, clips[name]]);

        (await _prober.ProbeAsync(clips[name], CancellationToken.None)).RequireVideo().Width.ShouldBe(96);
    }

    private async Task ShouldHaveNoFramesAsync(string name, byte[] bytes)
    {
        var error = await Should.ThrowAsync<ItemException>(_prober.ProbeAsync(clips.Write(name, bytes), CancellationToken.None));

        (error.Code, error.IsTransient).ShouldBe(("no_frames", false), $"{name}: {error.Message}");
    }
}
