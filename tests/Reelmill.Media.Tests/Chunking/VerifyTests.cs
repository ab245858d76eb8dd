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
    public async Task Copied_chunks_verify(string clip)
    {
        using var cutting = await Cutting.CopyAsync(clips[clip], 2);
        ManifestOf.Write(cutting, "copy");

        var verification = await VerifyAsync(cutting);

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
    public async Task Encoded_chunks_verify(string clip)
    {
        using var cutting = await Cutting.ExactAsync(clips[clip], 2, ChunkWork.Encode);
        ManifestOf.Write(cutting, "encode");

        (await VerifyAsync(cutting)).Checks.ShouldAllBe(static c => c.Holds);
    }

    [Fact]
    public async Task A_changed_byte_is_found()
    {
        using var cutting = await CopyAsync();
        await using (var file = File.OpenWrite(cutting.FileOf(1)))
        {
            file.Position = 5000;
            file.WriteByte(0x55);
        }

        (await FailedAsync(cutting)).ShouldBe(["file_hashes"]);
    }

    [Fact]
    public async Task A_missing_file_is_found()
    {
        using var cutting = await CopyAsync();
        File.Delete(cutting.FileOf(2));

        (await FailedAsync(cutting)).ShouldBe(["file_hashes"]);
    }

    [Fact]
    public async Task A_chunk_that_lacks_a_packet_is_found_without_decoding()
    {
        using var cutting = await CopyAsync();
        await ReplaceAsync(cutting, 1, "-c", "copy", "-bsf:v", "noise=drop='eq(n,30)'");

        (await FailedAsync(cutting)).ShouldContain(static n => n == "packets_equal");
    }

    [Fact]
    public async Task A_chunk_with_its_packets_at_other_times_is_found()
    {
        using var cutting = await CopyAsync();
        await ReplaceAsync(cutting, 1, "-c", "copy", "-bsf:v", "setts=pts=PTS+if(gt(N\\,40)\\,1001\\,0):dts=DTS");

        (await FailedAsync(cutting)).ShouldContain(static n => n == "packets_equal");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1")]
    public async Task An_encoded_chunk_that_is_off_by_one_frame_is_found_by_its_pictures(string by)
    {
        using var cutting = await Cutting.ExactAsync(clips["b-frames.mp4"], 2, ChunkWork.Encode);
        var manifest = ManifestOf.Write(cutting, "encode");

        // As many frames at the same times, but each of them is the neighbour of the right one.
        var range = cutting.Plan[1];
        var shift = int.Parse(by, System.Globalization.CultureInfo.InvariantCulture) * 1001;
        await Tool.MakeAsync(
            "-i", clips["b-frames.mp4"], "-map", "0:v", "-vf", FormattableString.Invariant($"trim=start_pts={range.StartPts + shift}:end_pts={range.EndPts + shift},setpts=PTS-STARTPTS"),
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-crf", "20", "-video_track_timescale", "30000", cutting.FileOf(1));
        ManifestOf.Accept(cutting, manifest, 1);

        (await FailedAsync(cutting)).ShouldBe(["boundary_pictures"]);
    }

    [Fact]
    public async Task An_encoded_chunk_that_lacks_a_frame_is_found()
    {
        using var cutting = await Cutting.ExactAsync(clips["vfr.mp4"], 2, ChunkWork.Encode);
        var manifest = ManifestOf.Write(cutting, "encode");
        await Tool.MakeAsync("-i", cutting.FileOf(1), "-vf", "select='not(eq(n,10))'", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-video_track_timescale", "90000", cutting.FileOf(1) + ".mp4");
        File.Move(cutting.FileOf(1) + ".mp4", cutting.FileOf(1), overwrite: true);
        ManifestOf.Accept(cutting, manifest, 1);

        (await FailedAsync(cutting)).ShouldContain(static n => n == "frames_at_their_times");
    }

    [Fact]
    public async Task Checksums_are_made_again_and_compared()
    {
        using var cutting = await Cutting.ExactAsync(clips["b-frames.mp4"], 3, ChunkWork.Checksum);
        var manifest = ManifestOf.Write(cutting, "checksum");
        (await VerifyAsync(cutting)).Holds.ShouldBeTrue();
        ManifestOf.Save(cutting, manifest with { Segments = [.. manifest.Segments.Select(static s => s with { PicturesSha256 = new string('0', 64) })] });

        (await FailedAsync(cutting)).ShouldBe(["checksums"]);
    }

    [Fact]
    public async Task A_gap_between_ranges_and_a_chunk_that_failed_are_found()
    {
        using var cutting = await CopyAsync();
        var manifest = ManifestOf.Write(cutting, "copy");
        ManifestOf.Save(cutting, manifest with { Segments = [.. manifest.Segments.Where(static s => s.Sequence != 1)] });
        (await FailedAsync(cutting)).ShouldBe(["all_chunks", "ranges_meet"]);

        ManifestOf.Save(cutting, manifest with { Segments = [.. manifest.Segments.Select(static s => s.Sequence == 1 ? s with { Error = "chunk_failed", ErrorMessage = "so it is" } : s)] });
        (await FailedAsync(cutting)).ShouldBe(["all_chunks"]);
    }

    [Fact]
    public async Task Without_the_source_the_files_are_verified_and_the_rest_is_said_to_be_unproved()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["gone.mp4"]);
        using var cutting = await Cutting.CopyAsync(folder["gone.mp4"], 2);
        ManifestOf.Write(cutting, "copy");
        File.Delete(folder["gone.mp4"]);

        var verification = await VerifyAsync(cutting);

        verification.Holds.ShouldBeTrue();
        verification.Remarks.Single().ShouldContain("could not be proved");
    }

    [Fact]
    public async Task Another_file_in_the_place_of_the_source_is_found()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["other.mp4"]);
        using var cutting = await Cutting.CopyAsync(folder["other.mp4"], 2);
        ManifestOf.Write(cutting, "copy");
        File.Copy(clips["vfr.mp4"], folder["other.mp4"], overwrite: true);

        (await FailedAsync(cutting)).ShouldBe(["source_unchanged"]);
    }

    private static async Task<ChunkVerification> VerifyAsync(Cutting cutting)
    {
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cutting.Folder, scratch.Path, CancellationToken.None);
    }

    private static async Task<string[]> FailedAsync(Cutting cutting) =>
        [.. (await VerifyAsync(cutting)).Checks.Where(static c => !c.Holds).Select(static c => c.Name)];

    private async Task<Cutting> CopyAsync()
    {
        var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 2);
        ManifestOf.Write(cutting, "copy");
        return cutting;
    }

    /// <summary>Makes a chunk anew with ffmpeg's arguments and lets the manifest say that this is the file it wrote.</summary>
    private static async Task ReplaceAsync(Cutting cutting, int sequence, params string[] arguments)
    {
        var file = cutting.FileOf(sequence);
        await Tool.MakeAsync(["-i", file, .. arguments, file + ".new.mp4"]);
        File.Move(file + ".new.mp4", file, overwrite: true);
        ManifestOf.Accept(cutting, ChunkManifest.Read(cutting.Folder), sequence);
    }
}
