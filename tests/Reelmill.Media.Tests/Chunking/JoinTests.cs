using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

public sealed class JoinTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("h264.ts")]
    [InlineData("opus.mkv")]
    [InlineData("vp8.webm")]
    [InlineData("edit-list.mp4")]
    [InlineData("rotated.mp4")]
    [InlineData("late.mp4")]
    [InlineData("odd-444-pcm.mov")]
    public async Task Joined_copies_have_the_source_packets_at_their_times(string clip)
    {
        using var cut = await CutFile.CopyAsync(clips[clip], 2);
        TestManifest.Write(cut, "copy");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cut, scratch);

        await ShouldEqualAsync(cut, join);
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(0.024);
        join.HasSound.ShouldBe(clip != "vfr.mp4");
    }

    [Fact]
    public async Task Every_sample_video_joins_back_to_its_original_packets()
    {
        foreach (var file in TestMedia.Videos())
        {
            using var cut = await CutFile.CopyAsync(file, 4);
            TestManifest.Write(cut, "copy");
            using var scratch = new TempFolder();

            await ShouldEqualAsync(cut, await JoinAsync(cut, scratch));
        }
    }

    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("edit-list.mp4")]
    public async Task Encoded_chunks_join_with_one_frame_duration_at_every_boundary(string clip)
    {
        using var cut = await CutFile.ExactAsync(clips[clip], 1.3, ChunkWork.Encode);
        TestManifest.Write(cut, "encode");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cut, scratch);

        var (source, joined) = (await ReferenceTool.FramesAsync(clips[clip]), await ReferenceTool.FramesAsync(join.Path));
        joined.Select(p => ToMicroseconds(p, joined[0].Time)).ShouldBe(source.Select(p => ToMicroseconds(p, source[0].Time)));
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(0.024);
    }

    [Fact]
    public async Task Joining_refuses_a_changed_chunk()
    {
        using var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 2);
        TestManifest.Write(cut, "copy");
        File.Copy(cut.GetPath(0), cut.GetPath(1), overwrite: true);
        using var scratch = new TempFolder();

        (await Should.ThrowAsync<ItemException>(() => JoinAsync(cut, scratch))).Code.ShouldBe("chunk_changed");
    }

    [Fact]
    public async Task Without_the_source_only_the_video_can_be_joined()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["gone.mp4"]);
        using var cut = await CutFile.CopyAsync(folder["gone.mp4"], 2);
        TestManifest.Write(cut, "copy");
        File.Delete(folder["gone.mp4"]);
        using var scratch = new TempFolder();

        (await Should.ThrowAsync<ItemException>(() => JoinAsync(cut, scratch))).Code.ShouldBe("source_missing");
        (await JoinAsync(cut, scratch, withAudio: false)).HasSound.ShouldBeFalse();
    }

    private static Task<ChunkJoin> JoinAsync(CutFile cut, TempFolder scratch, bool withAudio = true) =>
        new ChunkJoiner(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).JoinAsync(cut.Folder, scratch.Path, withAudio, CancellationToken.None);

    private static async Task ShouldEqualAsync(CutFile cut, ChunkJoin join)
    {
        var source = await ReferenceTool.PacketsAsync(cut.Source.Path, $"{cut.Source.Video.Index}");
        var joined = await ReferenceTool.PacketsAsync(join.Path);
        joined.Select(static p => p.Hash).ShouldBe(source.Select(static p => p.Hash), cut.Source.Original);
        var (zero, joinedZero) = (source.Where(static p => p.Shown).Min(static p => p.Time), joined.Where(static p => p.Shown).Min(static p => p.Time));
        joined.Select(p => ToMicroseconds(p, joinedZero)).ShouldBe(source.Select(p => ToMicroseconds(p, zero)), cut.Source.Original);
    }

    /// <summary>Converts a packet's time to microseconds since a start time, finer than the distance of any two packets here.</summary>
    private static long ToMicroseconds(ReferencePacket packet, Rational zero) => (long)Math.Round((packet.Time.ToDouble() - zero.ToDouble()) * 1_000_000);
}
