using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Chunks that are whole files, accepted by their manifest, and show something else than the source.</summary>
public sealed class WrongChunksTests(OddClips clips) : IClassFixture<OddClips>
{
    private static readonly string[] X264 = ["-c:v", "libx264", "-crf", "20", "-video_track_timescale", "12800", "-fps_mode", "passthrough", "-enc_time_base", "-1"];

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    public async Task Right_chunks_hold_and_their_sample_was_decoded(ChunkWork work)
    {
        using var cutting = await CutAsync(work);

        var verification = await VerifyAsync(cutting);

        verification.Holds.ShouldBeTrue();
        verification.Checks.Single(static c => c.Name == "decoded_sample").Detail.ShouldStartWith("100 frames");
    }

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    public async Task Swapped_chunks_are_found(ChunkWork work)
    {
        using var cutting = await CutAsync(work);
        File.Move(cutting.FileOf(1), cutting.FileOf(9));
        File.Move(cutting.FileOf(2), cutting.FileOf(1));
        File.Move(cutting.FileOf(9), cutting.FileOf(2));
        ManifestOf.Accept(cutting, ManifestOf.Accept(cutting, ChunkManifest.Read(cutting.Folder), 1), 2);

        (await VerifyAsync(cutting)).Holds.ShouldBeFalse();
    }

    [DrawnTheory]
    [InlineData(ChunkWork.Copy, "drop", "-bsf:v", "noise=drop='eq(n,9)'", "-c", "copy")]
    [InlineData(ChunkWork.Copy, "order", "-bsf:v", "setts=pts=PTS+if(eq(mod(N\\,2)\\,0)\\,512\\,-512)*between(N\\,5\\,12)", "-c", "copy")]
    [InlineData(ChunkWork.Copy, "content", "-vf", "hue=h=90:b=1")]
    [InlineData(ChunkWork.Encode, "drop", "-vf", "select='not(eq(n,9))'")]
    [InlineData(ChunkWork.Encode, "repeat", "-vf", "shuffleframes=0 1 1 3 4")]
    [InlineData(ChunkWork.Encode, "order", "-vf", "shuffleframes=0 3 2 1 4")]
    [InlineData(ChunkWork.Encode, "content", "-vf", "hflip")]
    public async Task A_changed_chunk_is_found(ChunkWork work, string how, params string[] arguments)
    {
        using var cutting = await CutAsync(work);
        await Tool.MakeAsync(["-i", cutting.FileOf(1), .. X264, .. arguments, cutting.Folder + "/new.mp4"]);
        File.Move(cutting.Folder + "/new.mp4", cutting.FileOf(1), overwrite: true);
        ManifestOf.Accept(cutting, ChunkManifest.Read(cutting.Folder), 1);

        (await VerifyAsync(cutting)).Holds.ShouldBeFalse(how);
    }

    [Fact]
    public async Task Chunks_of_an_encrypted_source_are_wrong()
    {
        using var cutting = await CutAsync(ChunkWork.Copy);
        await Tool.MakeAsync("-i", clips["plain.mp4"], "-c", "copy", "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", cutting.Folder + "/cenc.mp4");
        ManifestOf.Save(cutting, ChunkManifest.Read(cutting.Folder) with
        {
            Source = cutting.Folder + "/cenc.mp4",
            SourceSha256 = Tool.Sha256(cutting.Folder + "/cenc.mp4"),
        });

        var wrong = (await VerifyAsync(cutting)).Checks.Single(static c => !c.Holds);

        (wrong.Name, wrong.Detail[..9]).ShouldBe(("source_readable", "encrypted"));
    }

    [Fact]
    public async Task Chunks_that_were_copied_from_packed_B_frames_as_they_lie_are_wrong()
    {
        Assert.SkipUnless(clips.HasXvid, "this ffmpeg has no libxvid");
        using var cutting = await Cutting.CopyAsync(clips["packed.avi"], 10);
        ManifestOf.Write(cutting, "copy");
        await Tool.MakeAsync("-fflags", "+genpts", "-copyts", "-i", clips["packed.avi"], "-c", "copy", "-avoid_negative_ts", "disabled", cutting.FileOf(0));
        ManifestOf.Accept(cutting, ChunkManifest.Read(cutting.Folder), 0);

        (await VerifyAsync(cutting)).Holds.ShouldBeFalse();
    }

    [Theory]
    [InlineData("setts=pts=PTS+if(eq(mod(N\\,2)\\,0)\\,512\\,-512)*between(N\\,30\\,40)")]
    [InlineData("noise=drop='eq(n,40)'")]
    public async Task Packets_that_are_those_of_a_wrongly_prepared_source_are_found_by_decoding_the_source_itself(string wrong)
    {
        using var folder = new TempFolder();
        await Tool.MakeAsync("-i", clips["plain.mp4"], "-c", "copy", "-bsf:v", wrong, folder["prepared.mp4"]);
        using var cutting = await Cutting.CopyAsync(folder["prepared.mp4"], 1);
        var manifest = ManifestOf.Write(cutting, "copy");
        (await VerifyAsync(cutting)).Holds.ShouldBeTrue();

        var prepared = cutting.Source;
        var source = new ChunkSource(clips["plain.mp4"], prepared.Media, prepared.Index, prepared.Audio, prepared.Tracks);
        var launcher = new ProcessLauncher();
        var check = await new SampleCheck(new PacketReader(launcher, "ffprobe"), new FfmpegRun(launcher, "ffmpeg"), folder.Path)
            .RunAsync(cutting.Folder, manifest, source, [.. cutting.Plan], [], CancellationToken.None);

        check.Holds.ShouldBeFalse();
    }

    [Fact]
    public void Only_so_much_is_decoded_however_long_the_file_is()
    {
        var packets = Enumerable.Range(0, 360_000).Select(static i => new MediaPacket(i, i, 1, i, 1, i % 25 == 0, false)).ToArray();
        var index = new PacketIndex(new Rational(1, 25), packets);
        var video = new VideoStream { Index = 0, Disposition = new StreamDisposition(true, false, false), Width = 1920, Height = 1080 };
        var source = new ChunkSource("film.mp4", new MediaInfo { Path = "film.mp4", FormatNames = ["mp4"], Streams = [video] }, index, [], null);
        ChunkRange[] ranges = [.. source.Plan(new ChunkPlanOptions())];

        SampleWindow[] windows = [.. SampleWindow.Of(source, ranges, withBoundaries: true)];

        windows.Length.ShouldBe(9);
        windows[0].ShouldBe(new SampleWindow(0, 3, IsHead: true));
        windows.Skip(1).ShouldAllBe(static w => !w.IsHead && w.Last == w.First + 1);
        windows.Skip(1).Select(static w => w.Last).Distinct().Count().ShouldBe(8);
        SampleWindow.Of(source, ranges, withBoundaries: false).Count().ShouldBe(1);
    }

    private async Task<Cutting> CutAsync(ChunkWork work)
    {
        var cutting = work == ChunkWork.Copy ? await Cutting.CopyAsync(clips["plain.mp4"], 1) : await Cutting.ExactAsync(clips["plain.mp4"], 1, work);
        ManifestOf.Write(cutting, work == ChunkWork.Copy ? "copy" : "encode");
        return cutting;
    }

    private static async Task<ChunkVerification> VerifyAsync(Cutting cutting)
    {
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cutting.Folder, scratch.Path, CancellationToken.None);
    }
}
