using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

public sealed class ExactTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("open-gop.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("h264.ts")]
    [InlineData("opus.mkv")]
    [InlineData("vp8.webm")]
    [InlineData("mpeg4.avi")]
    [InlineData("elementary.h264")]
    [InlineData("edit-list.mp4")]
    [InlineData("rotated.mp4")]
    [InlineData("late.mp4")]
    [InlineData("odd-444-pcm.mov")]
    public async Task Chunks_decode_to_the_frames_of_a_decode_from_the_start(string clip)
    {
        using var cut = await CutFile.ExactAsync(clips[clip], 1.3, ChunkWork.Checksum);

        cut.Plan.Count.ShouldBeGreaterThan(2);
        cut.Results.Sum(static r => r.Frames).ShouldBe(await ReferenceTool.CountFramesAsync(clips[clip]));
        foreach (var (range, result) in cut.Plan.Zip(cut.Results))
        {
            result.PicturesSha256.ShouldBe(await ReferenceTool.HashAsync(cut.Source.Path, range.StartPts, range.EndPts), $"chunk {range.Sequence}");
            result.Frames.ShouldBe(range.Frames);
            result.Damage.ShouldBeNull();
        }
    }

    [Fact]
    public async Task The_checksum_of_a_whole_file_equals_that_of_the_hash_muxer_of_ffmpeg()
    {
        using var cut = await CutFile.ExactAsync(clips["b-frames.mp4"], 3600, ChunkWork.Checksum);

        var decoded = await ReferenceTool.TextAsync("ffmpeg", "-v", "error", "-i", clips["b-frames.mp4"], "-map", "0:v", "-fps_mode", "passthrough", "-f", "hash", "-hash", "sha256", "pipe:1");
        var packets = await ReferenceTool.TextAsync("ffmpeg", "-v", "error", "-i", clips["b-frames.mp4"], "-map", "0:v", "-c", "copy", "-f", "hash", "-hash", "sha256", "pipe:1");
        cut.Results.Single().PicturesSha256.ShouldBe(decoded.Trim()["SHA256=".Length..]);
        cut.Results.Single().PacketsSha256.ShouldBe(packets.Trim()["SHA256=".Length..]);
    }

    [Fact]
    public async Task A_Matroska_file_has_the_packet_hashes_of_the_same_file_in_MP4()
    {
        await ReferenceTool.MakeAsync("-i", clips["b-frames.mp4"], "-map", "0:v", "-c", "copy", clips["same.mkv"]);
        var options = new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(2) };
        using var mp4 = await CutFile.RunAsync(clips["b-frames.mp4"], ChunkWork.Checksum, options);
        using var matroska = await CutFile.RunAsync(clips["same.mkv"], ChunkWork.Checksum, options);

        matroska.Source.IsCopy.ShouldBeFalse();
        matroska.Results.Select(static r => r.PacketsSha256).ShouldBe(mp4.Results.Select(static r => r.PacketsSha256));
        matroska.Results.Select(static r => r.PicturesSha256).ShouldBe(mp4.Results.Select(static r => r.PicturesSha256));
    }

    [Fact]
    public async Task Every_sample_video_decodes_in_chunks_to_as_many_frames_as_in_one_decode()
    {
        foreach (var file in TestMedia.Videos())
        {
            using var cut = await CutFile.ExactAsync(file, 20, ChunkWork.Decode);

            cut.Results.Sum(static r => r.Frames).ShouldBe(await ReferenceTool.CountFramesAsync(file), file);
        }
    }

    [DrawnTheory]
    [InlineData("cockatoo-yuv444-seek-hazard.mp4", 3)]
    [InlineData("counter-animation-1080p-hevc-10s.mp4", 4)]
    [InlineData("roadtrip-vp9-10bit.webm", 1)]
    [InlineData("screencast-person-inset-mpeg2.mpeg", 2)]
    [InlineData("big-buck-bunny-1080p-mpeg2.ts", 1)]
    [InlineData("raw-annexb-resolution-change.h264", 1)]
    [InlineData("screen-recording-vfr-3026x1386.mp4", 3)]
    [InlineData("phone-white-dog-1080p-vfr.mp4", 0.7)]
    [InlineData("flipping-pancake-240p-h264-opus.mkv", 2.5)]
    public async Task Difficult_sample_videos_decode_in_chunks_to_the_frames_of_one_decode(string file, double seconds)
    {
        using var cut = await CutFile.ExactAsync(TestMedia.Path("video", file), seconds, ChunkWork.Checksum);

        foreach (var (range, result) in cut.Plan.Zip(cut.Results))
        {
            result.PicturesSha256.ShouldBe(await ReferenceTool.HashAsync(cut.Source.Path, range.IsFileStart ? long.MinValue / 4 : range.StartPts, range.IsFileEnd ? long.MaxValue / 4 : range.EndPts), $"chunk {range.Sequence}");
        }

        cut.Plan.Count.ShouldBeGreaterThan(1);
    }

    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("open-gop.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("elementary.h264")]
    [InlineData("edit-list.mp4")]
    [InlineData("rotated.mp4")]
    [InlineData("late.mp4")]
    [InlineData("odd-444-pcm.mov")]
    public async Task Encoded_chunks_contain_each_source_frame_at_its_time(string clip)
    {
        using var cut = await CutFile.ExactAsync(clips[clip], 1.3, ChunkWork.Encode);

        var source = await ReferenceTool.FramesAsync(clip == "elementary.h264" ? clips["b-frames.mp4"] : clips[clip]);
        var encoded = new List<Rational>();
        foreach (var range in cut.Plan)
        {
            var decoded = await ReferenceTool.FramesAsync(cut.GetPath(range.Sequence));
            decoded[0].Time.ShouldBe(new Rational(0, 1));
            encoded.AddRange(decoded.Select(p => Sum(p.Time, new Rational(range.StartPts * cut.Source.TimeBase.Numerator, cut.Source.TimeBase.Denominator))));
        }

        encoded.ShouldBe(source.Select(static p => p.Time));
        cut.Results.ShouldAllBe(static r => r.Sha256 != null && r.Damage == null);
    }

    [Fact]
    public async Task An_elementary_stream_gets_the_timestamps_of_its_original_container()
    {
        using var bare = await CutFile.CopyAsync(clips["elementary.h264"], 2);

        var times = (await ReferenceTool.FramesAsync(bare.Source.Path)).Select(static p => p.Time);
        times.ShouldBe((await ReferenceTool.FramesAsync(clips["b-frames.mp4"])).Select(static p => p.Time));
        bare.Plan.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Encoded_chunks_are_upright_with_even_dimensions()
    {
        using var rotated = await CutFile.ExactAsync(clips["rotated.mp4"], 5, ChunkWork.Encode);
        using var odd = await CutFile.ExactAsync(clips["odd-444-pcm.mov"], 5, ChunkWork.Encode);

        var turned = (await new Prober(new()).ProbeAsync(rotated.GetPath(0), CancellationToken.None)).RequireVideo();
        (turned.Width, turned.Height, turned.Orientation).ShouldBe((108, 192, default));
        var even = (await new Prober(new()).ProbeAsync(odd.GetPath(0), CancellationToken.None)).RequireVideo();
        (even.Width, even.Height).ShouldBe((160, 120));
    }

    [Fact]
    public async Task Encoding_the_same_chunk_twice_gives_identical_bytes_and_the_audio_of_its_range()
    {
        using var one = await CutFile.ExactAsync(clips["b-frames.mp4"], 3, ChunkWork.Encode);
        using var other = await CutFile.ExactAsync(clips["b-frames.mp4"], 3, ChunkWork.Encode);

        one.Results.ShouldBe(other.Results);
        var sound = new List<string>();
        foreach (var range in one.Plan)
        {
            sound.AddRange((await ReferenceTool.PacketsAsync(one.GetPath(range.Sequence), "a:0")).Select(static p => p.Hash));
        }

        sound.ShouldBe((await ReferenceTool.PacketsAsync(clips["b-frames.mp4"], "a:0")).Select(static p => p.Hash));
    }

    private static Rational Sum(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);
}
