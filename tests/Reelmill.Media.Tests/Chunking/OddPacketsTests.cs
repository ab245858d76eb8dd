using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Sources whose packets differ from what their container declares: packed, without timestamps, or on a clock that wraps.</summary>
public sealed class OddPacketsTests(OddClips clips) : IClassFixture<OddClips>
{
    private const long Wrap = 1L << 33;

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    [InlineData(ChunkWork.Checksum)]
    public async Task Packed_B_frames_give_98_frames_at_ascending_times(ChunkWork work)
    {
        var path = TestCases.Path("11-packed-b-frames-avi", "xvid_b.avi");
        using var cut = await CutAsync(path, work, 1);

        cut.Results.Sum(static r => r.Frames).ShouldBe(98);
        if (work != ChunkWork.Checksum)
        {
            (await VerifyAsync(cut, work)).Checks.ShouldAllBe(static c => c.Holds);
        }

        if (work == ChunkWork.Copy)
        {
            await ShouldShowAsync(cut, await ReferenceTool.FramesAsync(path));
        }
    }

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    [InlineData(ChunkWork.Checksum)]
    [InlineData(ChunkWork.Decode)]
    public async Task A_clock_that_wraps_keeps_all_150_frames(ChunkWork work)
    {
        using var cut = await CutAsync(TestCases.Path("19-ts-clock-wraps", "sy_wrap.ts"), work, 1);

        cut.Results.Sum(static r => r.Frames).ShouldBe(150);
        (await VerifyAsync(cut, work)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task A_two_part_edit_list_is_refused_with_advice_that_gives_the_right_file()
    {
        var path = TestCases.Path("20-edit-list-advice", "edit2.mp4");
        var error = await Should.ThrowAsync<ItemException>(CutFile.CopyAsync(path, 1));

        error.Code.ShouldBe("timeline_broken");
        error.Message.ShouldContain("--processor encode");
        using var cut = await CutAsync(path, ChunkWork.Encode, 1);
        cut.Results.Sum(static r => r.Frames).ShouldBe(75);
        (await VerifyAsync(cut, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData("h264-b.avi")]
    [InlineData("h264-pyramid.avi")]
    [InlineData("h264-open-gop.avi")]
    [InlineData("h264-pcm.avi")]
    [InlineData("mpeg4-b.avi")]
    [InlineData("mpeg4-open-gop.avi")]
    [InlineData("mpeg4-pcm.avi")]
    [InlineData("mjpeg.avi")]
    [InlineData("mpeg2.avi")]
    [InlineData("mpeg4-b.mp4")]
    [InlineData("mpeg4-b.mkv")]
    [InlineData("mpeg2.mpg")]
    [InlineData("mpeg1.mpg")]
    [InlineData("h264.ps")]
    [InlineData("mpeg4.ts")]
    public async Task Copied_chunks_show_the_source_frames_in_order(string clip)
    {
        using var cut = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cut, await ReferenceTool.FramesAsync(clips[clip]));
        (await VerifyAsync(cut, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData("h264-b.mxf")]
    [InlineData("as-decoded.mp4")]
    [InlineData("as-decoded.mov")]
    [InlineData("as-decoded.mkv")]
    [InlineData("as-decoded.ts")]
    public async Task Frames_with_decode_timestamps_only_are_put_in_presentation_order(string clip)
    {
        using var copied = await CutAsync(clips[clip], ChunkWork.Copy, 1);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);

        await ShouldShowAsync(copied, await ReferenceTool.FramesAsync(clips[clip]));
        encoded.Results.Sum(static r => r.Frames).ShouldBe(100);
        (await VerifyAsync(encoded, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData("packed.avi")]
    [InlineData("packed.mp4")]
    [InlineData("packed.mkv")]
    [InlineData("packed-audio.avi")]
    [InlineData("packed-pcm.avi")]
    public async Task Packed_B_frames_are_unpacked_in_every_container(string clip)
    {
        Assert.SkipUnless(clips.HasXvid, "this ffmpeg has no libxvid");
        using var cut = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cut, await ReferenceTool.FramesAsync(clips["packed.avi"]));
        (await VerifyAsync(cut, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);
        encoded.Results.Sum(static r => r.Frames).ShouldBe((await ReferenceTool.FramesAsync(clips["packed.avi"])).Count);
        (await VerifyAsync(encoded, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData(Wrap - 180_000, "in the middle")]
    [InlineData(Wrap, "exactly at the start")]
    [InlineData(Wrap - 1, "one tick after the start")]
    [InlineData(Wrap - 3_600 - 126_000, "between times of showing and decoding")]
    [InlineData(Wrap - (45L * 3_600), "between B-frames")]
    public async Task A_clock_that_wraps_loses_no_frame(long start, string where)
    {
        var path = clips.Shift(where + ".ts", at => (start + at) % Wrap);
        var expected = await ReferenceTool.FramesAsync(clips["steady.ts"]);

        using var cut = await CutAsync(path, ChunkWork.Copy, 1);
        await ShouldShowAsync(cut, expected);
        (await VerifyAsync(cut, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds, where);
        using var encoded = await CutAsync(path, ChunkWork.Encode, 1);
        encoded.Results.Sum(static r => r.Frames).ShouldBe(expected.Count, where);
    }

    [Fact]
    public async Task A_clock_that_steps_back_loses_no_frame_and_keeps_the_order()
    {
        var path = clips.Shift("back.ts", static time => 900_000 + time + (time >= 120_000 ? 840_000 : 0));
        var expected = await ReferenceTool.FramesAsync(clips["steady.ts"]);

        using var cut = await CutAsync(path, ChunkWork.Copy, 1);
        var shown = await ShownAsync(cut);
        shown.Select(static s => s.Hash).ShouldBe(expected.Select(static s => s.Hash));
    }

    [Theory]
    [InlineData(7_200L * 90_000)]
    [InlineData(-100L * 90_000)]
    [InlineData(Wrap / 2)]
    public async Task A_clock_that_jumps_far_is_refused_instead_of_losing_frames(long by)
    {
        var path = clips.Shift(FormattableString.Invariant($"jump{by}.ts"), time => (10_000_000 + time + (time >= 120_000 ? by : 0)) % Wrap);

        var failure = await Should.ThrowAsync<ItemException>(CutAsync(path, ChunkWork.Copy, 1));
        failure.Code.ShouldBe("timeline_broken");
        failure.Message.ShouldContain("Encode it first");
    }

    [Theory]
    [InlineData("edits.mp4", 75)]
    [InlineData("edits-audio.mp4", 75)]
    public async Task Edits_inside_a_GOP_are_refused_for_copies_and_encoded_as_shown(string clip, int frames)
    {
        (await Should.ThrowAsync<ItemException>(CutFile.CopyAsync(clips[clip], 1))).Message.ShouldContain("--processor encode");

        using var cut = await CutAsync(clips[clip], ChunkWork.Encode, 1);
        cut.Results.Sum(static r => r.Frames).ShouldBe(frames);
        (await VerifyAsync(cut, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task QuickTime_with_edits_inside_a_GOP_is_refused_with_a_command_that_gives_the_right_file()
    {
        var error = await Should.ThrowAsync<ItemException>(CutFile.CopyAsync(clips["edits.mov"], 1));

        error.Code.ShouldBe("timeline_broken");
        using var repaired = await FollowAsync(error, clips["edits.mov"]);
        repaired.Results.Sum(static r => r.Frames).ShouldBe(75);
    }

    [Theory]
    [InlineData("empty-edit.mp4")]
    [InlineData("edit-at-key.mp4")]
    [InlineData("edit-inside-group.mp4")]
    public async Task Other_edits_and_start_offsets_are_copied_as_shown(string clip)
    {
        using var cut = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cut, await ReferenceTool.FramesAsync(clips[clip]));
        (await VerifyAsync(cut, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task Packets_without_a_restorable_order_are_refused_with_a_command_that_gives_the_right_file()
    {
        var error = await Should.ThrowAsync<ItemException>(CutFile.CopyAsync(clips["headless.h264"], 1));

        error.Code.ShouldBe("no_timestamps");
        using var repaired = await FollowAsync(error, clips["headless.h264"]);
        repaired.Results.Sum(static r => r.Frames).ShouldBe(await ReferenceTool.CountFramesAsync(clips["headless.h264"]));
    }

    [DrawnTheory]
    [InlineData("canvas.gif")]
    [InlineData("canvas.mkv")]
    [InlineData("h261.avi")]
    [InlineData("h263p.avi")]
    [InlineData("dirac.mkv")]
    [InlineData("rpza.mov")]
    public async Task A_stream_with_every_frame_flagged_as_keyframe_is_decoded_from_its_first_frame(string clip)
    {
        using var copied = await CutAsync(clips[clip], ChunkWork.Copy, 1);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);

        copied.Plan.ShouldHaveSingleItem();
        await ShouldShowAsync(copied, await ReferenceTool.FramesAsync(clips[clip]));
        encoded.Plan.Count.ShouldBe(4);
        encoded.Plan.ShouldAllBe(static range => range.SeekPts == null || range.SeekPts == 0);
        encoded.Results.Sum(static r => r.Frames).ShouldBe(await ReferenceTool.CountFramesAsync(clips[clip]));
    }

    [DrawnTheory]
    [InlineData("alpha.mov")]
    [InlineData("palette.avi")]
    [InlineData("palette.mov")]
    [InlineData("screen.flv")]
    public async Task Video_that_no_container_supports_is_refused_with_advice_that_works(string clip)
    {
        foreach (var work in new[] { ChunkWork.Copy, ChunkWork.Encode })
        {
            var error = await Should.ThrowAsync<ItemException>(CutAsync(clips[clip], work, 1));

            error.Code.ShouldBe("chunk_failed");
            error.Message.ShouldStartWith($"Cutting '{clips[clip]}': no container");
            using var encoded = await FollowAsync(error, clips[clip]);
            encoded.Results.Sum(static r => r.Frames).ShouldBe(100);
        }
    }

    /// <summary>Runs the command that an error message advises, and cuts the resulting file.</summary>
    private static async Task<CutFile> FollowAsync(ItemException error, string path)
    {
        using var folder = new TempFolder();
        var words = error.Message[(error.Message.IndexOf("ffmpeg ", StringComparison.Ordinal) + 7)..].TrimEnd('.').Split(' ');
        await ReferenceTool.MakeAsync([.. words.Select(w => w switch { "IN" => path, "OUT.mp4" => folder["OUT.mp4"], _ => w })]);
        var cut = await CutAsync(folder["OUT.mp4"], ChunkWork.Copy, 1);
        (await VerifyAsync(cut, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
        return cut;
    }

    private static Task<CutFile> CutAsync(string path, ChunkWork work, double seconds) =>
        work == ChunkWork.Copy ? CutFile.CopyAsync(path, seconds) : CutFile.ExactAsync(path, seconds, work);

    private static async Task<ChunkVerification> VerifyAsync(CutFile cut, ChunkWork work)
    {
        TestManifest.Write(cut, work.ToString().ToLowerInvariant());
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cut.Folder, scratch.Path, CancellationToken.None);
    }

    private static async Task ShouldShowAsync(CutFile cut, List<ReferencePacket> expected)
    {
        var shown = await ShownAsync(cut);

        shown.Select(static s => s.Hash).ShouldBe(expected.Select(static s => s.Hash));
        shown.Zip(shown.Skip(1)).ShouldAllBe(static p => p.Second.Time > p.First.Time);
    }

    /// <summary>Decodes each chunk separately, and returns all frames at their times in the source.</summary>
    private static async Task<List<ReferencePacket>> ShownAsync(CutFile cut)
    {
        var all = new List<ReferencePacket>();
        foreach (var range in cut.Plan)
        {
            var frames = await ReferenceTool.FramesAsync(cut.GetPath(range.Sequence));
            var first = Microseconds(frames[0].Time, new Rational(1, 1)) - Microseconds(new Rational(cut.Results[range.Sequence].FirstPts!.Value, 1), cut.Source.TimeBase);
            all.AddRange(frames.Select(f => f with { Time = new Rational(Microseconds(f.Time, new Rational(1, 1)) - first, 1) }));
        }

        return all;
    }

    private static long Microseconds(Rational value, Rational unit) =>
        (long)((Int128)value.Numerator * unit.Numerator * 1_000_000 / ((Int128)value.Denominator * unit.Denominator));
}
