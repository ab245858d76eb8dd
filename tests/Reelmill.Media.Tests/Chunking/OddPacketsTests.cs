using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Sources whose packets are not what their container says: packed, without times, on a clock that wraps.</summary>
public sealed class OddPacketsTests(OddClips clips) : IClassFixture<OddClips>
{
    private const long Wrap = 1L << 33;

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    [InlineData(ChunkWork.Checksum)]
    public async Task The_case_of_packed_B_frames_has_98_frames_at_rising_times(ChunkWork work)
    {
        var path = TestCases.Path("11-packed-b-frames-avi", "xvid_b.avi");
        using var cutting = await CutAsync(path, work, 1);

        cutting.Results.Sum(static r => r.Frames).ShouldBe(98);
        if (work != ChunkWork.Checksum)
        {
            (await VerifyAsync(cutting, work)).Checks.ShouldAllBe(static c => c.Holds);
        }

        if (work == ChunkWork.Copy)
        {
            await ShouldShowAsync(cutting, await Tool.PicturesAsync(path));
        }
    }

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    [InlineData(ChunkWork.Checksum)]
    [InlineData(ChunkWork.Decode)]
    public async Task The_case_of_a_clock_that_wraps_has_all_150_frames(ChunkWork work)
    {
        using var cutting = await CutAsync(TestCases.Path("19-ts-clock-wraps", "sy_wrap.ts"), work, 1);

        cutting.Results.Sum(static r => r.Frames).ShouldBe(150);
        (await VerifyAsync(cutting, work)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task The_case_of_an_edit_list_in_two_parts_is_refused_with_advice_that_leads_to_the_right_file()
    {
        var path = TestCases.Path("20-edit-list-advice", "edit2.mp4");
        var error = await Should.ThrowAsync<ItemException>(Cutting.CopyAsync(path, 1));

        error.Code.ShouldBe("timeline_broken");
        error.Message.ShouldContain("--processor encode");
        using var cutting = await CutAsync(path, ChunkWork.Encode, 1);
        cutting.Results.Sum(static r => r.Frames).ShouldBe(75);
        (await VerifyAsync(cutting, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
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
    public async Task Frames_of_copied_chunks_are_those_of_the_source_in_their_order(string clip)
    {
        using var cutting = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cutting, await Tool.PicturesAsync(clips[clip]));
        (await VerifyAsync(cutting, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData("h264-b.mxf")]
    [InlineData("as-decoded.mp4")]
    [InlineData("as-decoded.mov")]
    [InlineData("as-decoded.mkv")]
    [InlineData("as-decoded.ts")]
    public async Task Frames_whose_times_are_those_of_decoding_are_put_in_their_order(string clip)
    {
        using var copied = await CutAsync(clips[clip], ChunkWork.Copy, 1);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);

        await ShouldShowAsync(copied, await Tool.PicturesAsync(clips[clip]));
        encoded.Results.Sum(static r => r.Frames).ShouldBe(100);
        (await VerifyAsync(encoded, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [DrawnTheory]
    [InlineData("packed.avi")]
    [InlineData("packed.mp4")]
    [InlineData("packed.mkv")]
    [InlineData("packed-sound.avi")]
    [InlineData("packed-pcm.avi")]
    public async Task Packed_B_frames_are_unpacked_in_every_container(string clip)
    {
        Assert.SkipUnless(clips.HasXvid, "this ffmpeg has no libxvid");
        using var cutting = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cutting, await Tool.PicturesAsync(clips["packed.avi"]));
        (await VerifyAsync(cutting, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);
        encoded.Results.Sum(static r => r.Frames).ShouldBe((await Tool.PicturesAsync(clips["packed.avi"])).Count);
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
        var right = await Tool.PicturesAsync(clips["steady.ts"]);

        using var cutting = await CutAsync(path, ChunkWork.Copy, 1);
        await ShouldShowAsync(cutting, right);
        (await VerifyAsync(cutting, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds, where);
        using var encoded = await CutAsync(path, ChunkWork.Encode, 1);
        encoded.Results.Sum(static r => r.Frames).ShouldBe(right.Count, where);
    }

    [Fact]
    public async Task A_clock_that_steps_back_loses_no_frame_and_stays_in_order()
    {
        var path = clips.Shift("back.ts", static time => 900_000 + time + (time >= 120_000 ? 840_000 : 0));
        var right = await Tool.PicturesAsync(clips["steady.ts"]);

        using var cutting = await CutAsync(path, ChunkWork.Copy, 1);
        var shown = await ShownAsync(cutting);
        shown.Select(static s => s.Hash).ShouldBe(right.Select(static s => s.Hash));
    }

    [Theory]
    [InlineData(7_200L * 90_000)]
    [InlineData(-100L * 90_000)]
    [InlineData(Wrap / 2)]
    public async Task A_clock_that_jumps_far_is_refused_and_not_cut_with_frames_missing(long by)
    {
        var path = clips.Shift(FormattableString.Invariant($"jump{by}.ts"), time => (10_000_000 + time + (time >= 120_000 ? by : 0)) % Wrap);

        var failure = await Should.ThrowAsync<ItemException>(CutAsync(path, ChunkWork.Copy, 1));
        failure.Code.ShouldBe("timeline_broken");
        failure.Message.ShouldContain("Encode it first");
    }

    [Theory]
    [InlineData("edits.mp4", 75)]
    [InlineData("edits-sound.mp4", 75)]
    public async Task Edits_that_cut_inside_a_group_are_refused_for_copies_and_encoded_as_shown(string clip, int frames)
    {
        (await Should.ThrowAsync<ItemException>(Cutting.CopyAsync(clips[clip], 1))).Message.ShouldContain("--processor encode");

        using var cutting = await CutAsync(clips[clip], ChunkWork.Encode, 1);
        cutting.Results.Sum(static r => r.Frames).ShouldBe(frames);
        (await VerifyAsync(cutting, ChunkWork.Encode)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task QuickTime_with_such_edits_is_refused_with_a_command_that_gives_the_right_file()
    {
        var error = await Should.ThrowAsync<ItemException>(Cutting.CopyAsync(clips["edits.mov"], 1));

        error.Code.ShouldBe("timeline_broken");
        using var repaired = await FollowAsync(error, clips["edits.mov"]);
        repaired.Results.Sum(static r => r.Frames).ShouldBe(75);
    }

    [Theory]
    [InlineData("empty-edit.mp4")]
    [InlineData("edit-at-key.mp4")]
    [InlineData("edit-inside-group.mp4")]
    public async Task Other_edits_and_starts_are_copied_as_they_are_shown(string clip)
    {
        using var cutting = await CutAsync(clips[clip], ChunkWork.Copy, 1);

        await ShouldShowAsync(cutting, await Tool.PicturesAsync(clips[clip]));
        (await VerifyAsync(cutting, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task Packets_that_cannot_be_put_in_order_are_refused_with_a_command_that_gives_the_right_file()
    {
        var error = await Should.ThrowAsync<ItemException>(Cutting.CopyAsync(clips["headless.h264"], 1));

        error.Code.ShouldBe("no_timestamps");
        using var repaired = await FollowAsync(error, clips["headless.h264"]);
        repaired.Results.Sum(static r => r.Frames).ShouldBe(await Tool.CountFramesAsync(clips["headless.h264"]));
    }

    [DrawnTheory]
    [InlineData("canvas.gif")]
    [InlineData("canvas.mkv")]
    [InlineData("h261.avi")]
    [InlineData("h263p.avi")]
    [InlineData("dirac.mkv")]
    [InlineData("rpza.mov")]
    public async Task Frames_of_which_every_one_is_marked_as_a_key_frame_are_decoded_from_the_first_one(string clip)
    {
        using var copied = await CutAsync(clips[clip], ChunkWork.Copy, 1);
        using var encoded = await CutAsync(clips[clip], ChunkWork.Encode, 1);

        copied.Plan.ShouldHaveSingleItem();
        await ShouldShowAsync(copied, await Tool.PicturesAsync(clips[clip]));
        encoded.Plan.Count.ShouldBe(4);
        encoded.Plan.ShouldAllBe(static range => range.SeekPts == null || range.SeekPts == 0);
        encoded.Results.Sum(static r => r.Frames).ShouldBe(await Tool.CountFramesAsync(clips[clip]));
    }

    [DrawnTheory]
    [InlineData("alpha.mov")]
    [InlineData("palette.avi")]
    [InlineData("palette.mov")]
    [InlineData("screen.flv")]
    public async Task Video_that_no_container_keeps_is_named_with_advice_that_works(string clip)
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

    /// <summary>Runs the command that a message names and cuts what it gives.</summary>
    private static async Task<Cutting> FollowAsync(ItemException error, string path)
    {
        using var folder = new TempFolder();
        var words = error.Message[(error.Message.IndexOf("ffmpeg ", StringComparison.Ordinal) + 7)..].TrimEnd('.').Split(' ');
        await Tool.MakeAsync([.. words.Select(w => w switch { "IN" => path, "OUT.mp4" => folder["OUT.mp4"], _ => w })]);
        var cutting = await CutAsync(folder["OUT.mp4"], ChunkWork.Copy, 1);
        (await VerifyAsync(cutting, ChunkWork.Copy)).Checks.ShouldAllBe(static c => c.Holds);
        return cutting;
    }

    private static Task<Cutting> CutAsync(string path, ChunkWork work, double seconds) =>
        work == ChunkWork.Copy ? Cutting.CopyAsync(path, seconds) : Cutting.ExactAsync(path, seconds, work);

    private static async Task<ChunkVerification> VerifyAsync(Cutting cutting, ChunkWork work)
    {
        ManifestOf.Write(cutting, work.ToString().ToLowerInvariant());
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cutting.Folder, scratch.Path, CancellationToken.None);
    }

    private static async Task ShouldShowAsync(Cutting cutting, List<Seen> right)
    {
        var shown = await ShownAsync(cutting);

        shown.Select(static s => s.Hash).ShouldBe(right.Select(static s => s.Hash));
        shown.Zip(shown.Skip(1)).ShouldAllBe(static p => p.Second.Time > p.First.Time);
    }

    /// <summary>The frames of all chunks, each decoded by itself, at their times in the source.</summary>
    private static async Task<List<Seen>> ShownAsync(Cutting cutting)
    {
        var all = new List<Seen>();
        foreach (var range in cutting.Plan)
        {
            var frames = await Tool.PicturesAsync(cutting.FileOf(range.Sequence));
            var first = Microseconds(frames[0].Time, new Rational(1, 1)) - Microseconds(new Rational(cutting.Results[range.Sequence].FirstPts!.Value, 1), cutting.Source.TimeBase);
            all.AddRange(frames.Select(f => f with { Time = new Rational(Microseconds(f.Time, new Rational(1, 1)) - first, 1) }));
        }

        return all;
    }

    private static long Microseconds(Rational value, Rational unit) =>
        (long)((Int128)value.Numerator * unit.Numerator * 1_000_000 / ((Int128)value.Denominator * unit.Denominator));
}
