using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Complete chunk files that match their manifest but show something other than the source.</summary>
public sealed class WrongChunksTests(OddClips clips) : IClassFixture<OddClips>
{
    private static readonly string[] X264 = ["-c:v", "libx264", "-crf", "20", "-video_track_timescale", "12800", "-fps_mode", "passthrough", "-enc_time_base", "-1"];

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    public async Task Correct_chunks_pass_and_a_sample_is_decoded(ChunkWork work)
    {
        using var cut = await CutAsync(work);

        var verification = await VerifyAsync(cut);

        verification.Holds.ShouldBeTrue();
        verification.Checks.Single(static c => c.Name == "decoded_sample").Detail.ShouldStartWith("100 frames");
    }

    [Theory]
    [InlineData(ChunkWork.Copy)]
    [InlineData(ChunkWork.Encode)]
    public async Task Verifying_finds_swapped_chunks(ChunkWork work)
    {
        using var cut = await CutAsync(work);
        File.Move(cut.GetPath(1), cut.GetPath(9));
        File.Move(cut.GetPath(2), cut.GetPath(1));
        File.Move(cut.GetPath(9), cut.GetPath(2));
        TestManifest.Accept(cut, TestManifest.Accept(cut, ChunkManifest.Read(cut.Folder), 1), 2);

        (await VerifyAsync(cut)).Holds.ShouldBeFalse();
    }

    [DrawnTheory]
    [InlineData(ChunkWork.Copy, "drop", "-bsf:v", "noise=drop='eq(n,9)'", "-c", "copy")]
    [InlineData(ChunkWork.Copy, "order", "-bsf:v", "setts=pts=PTS+if(eq(mod(N\\,2)\\,0)\\,512\\,-512)*between(N\\,5\\,12)", "-c", "copy")]
    [InlineData(ChunkWork.Copy, "content", "-vf", "hue=h=90:b=1")]
    [InlineData(ChunkWork.Encode, "drop", "-vf", "select='not(eq(n,9))'")]
    [InlineData(ChunkWork.Encode, "repeat", "-vf", "shuffleframes=0 1 1 3 4")]
    [InlineData(ChunkWork.Encode, "order", "-vf", "shuffleframes=0 3 2 1 4")]
    [InlineData(ChunkWork.Encode, "content", "-vf", "hflip")]
    public async Task Verifying_finds_a_reencoded_chunk(ChunkWork work, string how, params string[] arguments)
    {
        using var cut = await CutAsync(work);
        await ReferenceTool.MakeAsync(["-i", cut.GetPath(1), .. X264, .. arguments, cut.Folder + "/new.mp4"]);
        File.Move(cut.Folder + "/new.mp4", cut.GetPath(1), overwrite: true);
        TestManifest.Accept(cut, ChunkManifest.Read(cut.Folder), 1);

        (await VerifyAsync(cut)).Holds.ShouldBeFalse(how);
    }

    [Fact]
    public async Task Chunks_of_an_encrypted_source_fail_verification()
    {
        using var cut = await CutAsync(ChunkWork.Copy);
        await ReferenceTool.MakeAsync("-i", clips["plain.mp4"], "-c", "copy", "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", cut.Folder + "/cenc.mp4");
        TestManifest.Save(cut, ChunkManifest.Read(cut.Folder) with
        {
            Source = cut.Folder + "/cenc.mp4",
            SourceSha256 = ReferenceTool.Sha256(cut.Folder + "/cenc.mp4"),
        });

        var wrong = (await VerifyAsync(cut)).Checks.Single(static c => !c.Holds);

        (wrong.Name, wrong.Detail[..9]).ShouldBe(("source_readable", "encrypted"));
    }

    [Fact]
    public async Task Chunks_copied_from_packed_B_frames_without_unpacking_fail_verification()
    {
        Assert.SkipUnless(clips.HasXvid, "this ffmpeg has no libxvid");
        using var cut = await CutFile.CopyAsync(clips["packed.avi"], 10);
        TestManifest.Write(cut, "copy");
        await ReferenceTool.MakeAsync("-fflags", "+genpts", "-copyts", "-i", clips["packed.avi"], "-c", "copy", "-avoid_negative_ts", "disabled", cut.GetPath(0));
        TestManifest.Accept(cut, ChunkManifest.Read(cut.Folder), 0);

        (await VerifyAsync(cut)).Holds.ShouldBeFalse();
    }

    [Theory]
    [InlineData("setts=pts=PTS+if(eq(mod(N\\,2)\\,0)\\,512\\,-512)*between(N\\,30\\,40)")]
    [InlineData("noise=drop='eq(n,40)'")]
    public async Task Packets_of_a_wrongly_prepared_source_are_found_by_decoding_the_original(string wrong)
    {
        using var folder = new TempFolder();
        await ReferenceTool.MakeAsync("-i", clips["plain.mp4"], "-c", "copy", "-bsf:v", wrong, folder["prepared.mp4"]);
        using var cut = await CutFile.CopyAsync(folder["prepared.mp4"], 1);
        var manifest = TestManifest.Write(cut, "copy");
        (await VerifyAsync(cut)).Holds.ShouldBeTrue();

        var prepared = cut.Source;
        var source = new ChunkSource(clips["plain.mp4"], prepared.Media, prepared.Index, prepared.Audio, prepared.Tracks);
        var launcher = new ProcessLauncher();
        var check = await new SampleCheck(new PacketReader(launcher, "ffprobe"), new FfmpegRunner(launcher, "ffmpeg"), folder.Path)
            .RunAsync(cut.Folder, manifest, source, [.. cut.Plan], [], CancellationToken.None);

        check.Holds.ShouldBeFalse();
    }

    [Fact]
    public void Verification_decodes_a_bounded_sample_of_any_file()
    {
        var packets = Enumerable.Range(0, 360_000).Select(static i => new MediaPacket(i, i, 1, i, 1, i % 25 == 0, false)).ToArray();
        var index = new PacketIndex(new Rational(1, 25), packets);
        var video = new VideoStream { Index = 0, Disposition = new StreamDisposition(true, false, false), Width = 1920, Height = 1080 };
        var source = new ChunkSource("film.mp4", new MediaInfo { Path = "film.mp4", FormatNames = ["mp4"], Streams = [video] }, index, [], null);
        ChunkRange[] ranges = [.. source.Plan(new ChunkPlanOptions())];

        SampleWindow[] windows = [.. SampleWindow.Select(source, ranges, withBoundaries: true)];

        windows.Length.ShouldBe(9);
        windows[0].ShouldBe(new SampleWindow(0, 3, IsHead: true));
        windows.Skip(1).ShouldAllBe(static w => !w.IsHead && w.Last == w.First + 1);
        windows.Skip(1).Select(static w => w.Last).Distinct().Count().ShouldBe(8);
        SampleWindow.Select(source, ranges, withBoundaries: false).Count().ShouldBe(1);
    }

    private async Task<CutFile> CutAsync(ChunkWork work)
    {
        var cut = work == ChunkWork.Copy ? await CutFile.CopyAsync(clips["plain.mp4"], 1) : await CutFile.ExactAsync(clips["plain.mp4"], 1, work);
        TestManifest.Write(cut, work == ChunkWork.Copy ? "copy" : "encode");
        return cut;
    }

    private static async Task<ChunkVerification> VerifyAsync(CutFile cut)
    {
        using var scratch = new TempFolder();
        return await new ChunkVerifier(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).VerifyAsync(cut.Folder, scratch.Path, CancellationToken.None);
    }
}
