using Reelmill.Media.Chunking;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

public sealed class VerifyTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("opus.mkv")]
    [InlineData("vp8.webm")]
    [InlineData("edit-list.mp4")]
    [InlineData("late.mp4")]
    [InlineData("odd-444-pcm.mov")]
    public async Task Verifying_correct_copied_chunks_succeeds(string clip)
    {
        using var cut = await CutFile.CopyAsync(clips[clip], 2);
        TestManifest.Write(cut, "copy");

        var verification = await VerifyAsync(cut);

        verification.Checks.ShouldAllBe(static c => c.Holds);
        verification.Remarks.ShouldBeEmpty();
        verification.Checks.Select(static c => c.Name).ShouldContain(static n => n == "packets_equal");
    }

    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("edit-list.mp4")]
    [InlineData("rotated.mp4")]
    public async Task Verifying_correct_encoded_chunks_succeeds(string clip)
    {
        using var cut = await CutFile.ExactAsync(clips[clip], 2, ChunkWork.Encode);
        TestManifest.Write(cut, "encode");

        (await VerifyAsync(cut)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task Verifying_finds_a_changed_byte()
    {
        using var cut = await CopyAsync();
        await using (var file = File.OpenWrite(cut.GetPath(1)))
        {
            file.Position = 5000;
            file.WriteByte(0x55);
        }

        (await FailedAsync(cut)).ShouldBe(["file_hashes"]);
    }

    [Fact]
    public async Task Verifying_finds_a_missing_file()
    {
        using var cut = await CopyAsync();
        File.Delete(cut.GetPath(2));

        (await FailedAsync(cut)).ShouldBe(["file_hashes"]);
    }

    [Fact]
    public async Task Verifying_finds_a_missing_packet_without_decoding()
    {
        using var cut = await CopyAsync();
        await ReplaceAsync(cut, 1, "-c", "copy", "-bsf:v", "noise=drop='eq(n,30)'");

        (await FailedAsync(cut)).ShouldContain(static n => n == "packets_equal");
    }

    [Fact]
    public async Task Verifying_finds_packets_at_wrong_times()
    {
        using var cut = await CopyAsync();
        await ReplaceAsync(cut, 1, "-c", "copy", "-bsf:v", "setts=pts=PTS+if(gt(N\\,40)\\,1001\\,0):dts=DTS");

        (await FailedAsync(cut)).ShouldContain(static n => n == "packets_equal");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1")]
    public async Task Verifying_finds_an_encoded_chunk_that_is_off_by_one_frame(string by)
    {
        using var cut = await CutFile.ExactAsync(clips["b-frames.mp4"], 2, ChunkWork.Encode);
        var manifest = TestManifest.Write(cut, "encode");

        // The chunk has as many frames at the same times, but each is the neighbor of the right one.
        var range = cut.Plan[1];
        var shift = int.Parse(by, System.Globalization.CultureInfo.InvariantCulture) * 1001;
        await ReferenceTool.MakeAsync(
            "-i", clips["b-frames.mp4"], "-map", "0:v", "-vf", FormattableString.Invariant($"trim=start_pts={range.StartPts + shift}:end_pts={range.EndPts + shift},setpts=PTS-STARTPTS"),
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-crf", "20", "-video_track_timescale", "30000", cut.GetPath(1));
        TestManifest.Accept(cut, manifest, 1);

        (await FailedAsync(cut)).ShouldBe(["boundary_pictures"]);
    }

    [Fact]
    public async Task Verifying_finds_an_encoded_chunk_without_one_frame()
    {
        using var cut = await CutFile.ExactAsync(clips["vfr.mp4"], 2, ChunkWork.Encode);
        var manifest = TestManifest.Write(cut, "encode");
        await ReferenceTool.MakeAsync("-i", cut.GetPath(1), "-vf", "select='not(eq(n,10))'", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-video_track_timescale", "90000", cut.GetPath(1) + ".mp4");
        File.Move(cut.GetPath(1) + ".mp4", cut.GetPath(1), overwrite: true);
        TestManifest.Accept(cut, manifest, 1);

        (await FailedAsync(cut)).ShouldContain(static n => n == "frames_at_their_times");
    }

    [Fact]
    public async Task Verifying_computes_checksums_again()
    {
        using var cut = await CutFile.ExactAsync(clips["b-frames.mp4"], 3, ChunkWork.Checksum);
        var manifest = TestManifest.Write(cut, "checksum");
        (await VerifyAsync(cut)).Holds.ShouldBeTrue();
        TestManifest.Save(cut, manifest with { Segments = [.. manifest.Segments.Select(static s => s with { PicturesSha256 = new string('0', 64) })] });

        (await FailedAsync(cut)).ShouldBe(["checksums"]);
    }

    [Fact]
    public async Task Verifying_finds_a_gap_between_ranges_and_a_failed_chunk()
    {
        using var cut = await CopyAsync();
        var manifest = TestManifest.Write(cut, "copy");
        TestManifest.Save(cut, manifest with { Segments = [.. manifest.Segments.Where(static s => s.Sequence != 1)] });
        (await FailedAsync(cut)).ShouldBe(["all_chunks", "ranges_meet"]);

        TestManifest.Save(cut, manifest with { Segments = [.. manifest.Segments.Select(static s => s.Sequence == 1 ? s with { Error = "chunk_failed", ErrorMessage = "so it is" } : s)] });
        (await FailedAsync(cut)).ShouldBe(["all_chunks"]);
    }

    [Fact]
    public async Task Without_the_source_only_the_files_are_verified_and_a_remark_says_so()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["gone.mp4"]);
        using var cut = await CutFile.CopyAsync(folder["gone.mp4"], 2);
        TestManifest.Write(cut, "copy");
        File.Delete(folder["gone.mp4"]);

        var verification = await VerifyAsync(cut);

        verification.Holds.ShouldBeTrue();
        verification.Remarks.Single().ShouldContain("could not be verified");
    }

    [Fact]
    public async Task Verifying_finds_another_file_at_the_path_of_the_source()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["other.mp4"]);
        using var cut = await CutFile.CopyAsync(folder["other.mp4"], 2);
        TestManifest.Write(cut, "copy");
        File.Copy(clips["vfr.mp4"], folder["other.mp4"], overwrite: true);

        (await FailedAsync(cut)).ShouldBe(["source_unchanged"]);
    }

    private static async Task<ChunkVerification> VerifyAsync(CutFile cut)
    {
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cut.Folder, scratch.Path, CancellationToken.None);
    }

    private static async Task<string[]> FailedAsync(CutFile cut) =>
        [.. (await VerifyAsync(cut)).Checks.Where(static c => !c.Holds).Select(static c => c.Name)];

    private async Task<CutFile> CopyAsync()
    {
        var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 2);
        TestManifest.Write(cut, "copy");
        return cut;
    }

    /// <summary>Replaces a chunk with the output of ffmpeg, and updates its hash in the manifest.</summary>
    private static async Task ReplaceAsync(CutFile cut, int sequence, params string[] arguments)
    {
        var file = cut.GetPath(sequence);
        await ReferenceTool.MakeAsync(["-i", file, .. arguments, file + ".new.mp4"]);
        File.Move(file + ".new.mp4", file, overwrite: true);
        TestManifest.Accept(cut, ChunkManifest.Read(cut.Folder), sequence);
    }
}
