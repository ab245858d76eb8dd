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
    public async Task Copied_chunks_join_to_the_packets_of_the_source_at_their_times(string clip)
    {
        using var cutting = await Cutting.CopyAsync(clips[clip], 2);
        ManifestOf.Write(cutting, "copy");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cutting, scratch);

        await ShouldEqualAsync(cutting, join);
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(0.024);
        join.HasSound.ShouldBe(clip != "vfr.mp4");
    }

    [Fact]
    public async Task Every_real_video_is_joined_again_to_the_packets_that_it_had()
    {
        foreach (var file in TestMedia.Videos())
        {
            using var cutting = await Cutting.CopyAsync(file, 4);
            ManifestOf.Write(cutting, "copy");
            using var scratch = new TempFolder();

            await ShouldEqualAsync(cutting, await JoinAsync(cutting, scratch));
        }
    }

    [DrawnTheory]
    [InlineData("b-frames.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("mpeg2.ts")]
    [InlineData("edit-list.mp4")]
    public async Task Encoded_chunks_join_with_one_step_of_time_at_every_join(string clip)
    {
        using var cutting = await Cutting.ExactAsync(clips[clip], 1.3, ChunkWork.Encode);
        ManifestOf.Write(cutting, "encode");
        using var scratch = new TempFolder();

        var join = await JoinAsync(cutting, scratch);

        var (source, joined) = (await Tool.PicturesAsync(clips[clip]), await Tool.PicturesAsync(join.Path));
        joined.Select(p => Micros(p, joined[0].Time)).ShouldBe(source.Select(p => Micros(p, source[0].Time)));
        Math.Abs(join.DriftSeconds).ShouldBeLessThan(0.024);
    }

    [Fact]
    public async Task A_chunk_that_has_changed_is_not_joined()
    {
        using var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 2);
        ManifestOf.Write(cutting, "copy");
        File.Copy(cutting.FileOf(0), cutting.FileOf(1), overwrite: true);
        using var scratch = new TempFolder();

        (await Should.ThrowAsync<ItemException>(() => JoinAsync(cutting, scratch))).Code.ShouldBe("chunk_changed");
    }

    [Fact]
    public async Task Without_the_source_only_the_video_can_be_joined()
    {
        using var folder = new TempFolder();
        File.Copy(clips["b-frames.mp4"], folder["gone.mp4"]);
        using var cutting = await Cutting.CopyAsync(folder["gone.mp4"], 2);
        ManifestOf.Write(cutting, "copy");
        File.Delete(folder["gone.mp4"]);
        using var scratch = new TempFolder();

        (await Should.ThrowAsync<ItemException>(() => JoinAsync(cutting, scratch))).Code.ShouldBe("source_missing");
        (await JoinAsync(cutting, scratch, sound: false)).HasSound.ShouldBeFalse();
    }

    private static Task<ChunkJoin> JoinAsync(Cutting cutting, TempFolder scratch, bool sound = true) =>
        new ChunkJoiner(new ProcessLauncher(), "ffmpeg", "ffprobe", new ProbeLimits()).JoinAsync(cutting.Folder, scratch.Path, sound, CancellationToken.None);

    private static async Task ShouldEqualAsync(Cutting cutting, ChunkJoin join)
    {
        var source = await Tool.PacketsAsync(cutting.Source.Path, $"{cutting.Source.Video.Index}");
        var joined = await Tool.PacketsAsync(join.Path);
        joined.Select(static p => p.Hash).ShouldBe(source.Select(static p => p.Hash), cutting.Source.Original);
        var (zero, joinedZero) = (source.Where(static p => p.Shown).Min(static p => p.Time), joined.Where(static p => p.Shown).Min(static p => p.Time));
        joined.Select(p => Micros(p, joinedZero)).ShouldBe(source.Select(p => Micros(p, zero)), cutting.Source.Original);
    }

    /// <summary>Microseconds since a time; finer than the time between any two packets here.</summary>
    private static long Micros(Seen packet, Rational zero) => (long)Math.Round((packet.Time.ToDouble() - zero.ToDouble()) * 1_000_000);
}
